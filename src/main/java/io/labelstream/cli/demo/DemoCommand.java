package io.labelstream.cli.demo;

import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.BundledFiles;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Options;
import io.labelstream.cli.verb.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code demo}: the product at work, in one process and on one screen. */
public final class DemoCommand implements Verb {
  private static final double MAX_RATE = 1_000_000;
  private static final String ENDING = ".ftz";
  private static final String MODEL = "lid.176";
  private static final String NEXT_MODEL = "common-voice-83";

  private final Io io;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private @Nullable Long seconds;
  private double rate;
  private int port;

  public DemoCommand(final Io io) {
    this.io = io;
    spec.name("demo").usageMessage()
        .description(
            "Shows language identification at work, all of it in this process.",
            "Starts a Kafka broker and a schema registry, publishes real sentences, and runs the pipeline on them.",
            "Half-way, or after 20 seconds, another model is rolled out through Kafka and takes over live.",
            "Ends after --seconds or with Ctrl-C, with a summary.")
        .footer(
            "  labelstream demo",
            "  labelstream demo --seconds 20 --rate 1000",
            "  labelstream demo --seconds 10 | grep -w ja");
    spec.addOption(Options.value(Long.class, value -> seconds = value, "--seconds").paramLabel("N")
        .description("How long to publish. Without it until Ctrl-C.").build());
    spec.addOption(Options.value(double.class, value -> rate = value, "-r", "--rate").defaultValue("10").paramLabel("R")
        .description("Texts per second (${DEFAULT-VALUE}).").build());
    spec.addOption(Options.value(int.class, value -> port = value, "-p", "--port").defaultValue("0").paramLabel("PORT")
        .description("The broker's port; 0: any free one (${DEFAULT-VALUE}).").build());
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(rate > 0 && rate <= MAX_RATE)) {
      throw new ParameterException(spec.commandLine(), "--rate " + rate + " must be more than 0 and at most " + (long) MAX_RATE);
    }
    if (seconds != null && seconds < 1) {
      throw new ParameterException(spec.commandLine(), "--seconds " + seconds + " must be at least 1");
    }
    Logging.levels("ERROR", "OFF");
    final Demo.Options options =
        new Demo.Options(
            Optional.ofNullable(seconds).map(Duration::ofSeconds), rate, port,
            BundledFiles.model(MODEL + ENDING), NEXT_MODEL, BundledFiles.model(NEXT_MODEL + ENDING));
    Demo.run(options, DemoView.of(Terminal.ofProcess(), io.out()));
    return ExitCode.OK.code();
  }
}
