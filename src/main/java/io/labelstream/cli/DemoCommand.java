package io.labelstream.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code demo}: the product at work, in one process and on one screen. */
@Command(
    name = "demo",
    description = {
      "Shows language identification at work, all of it in this process.",
      "Starts a Kafka broker and a schema registry, publishes real sentences, and runs the pipeline on them.",
      "Half-way, or after 20 seconds, another model is rolled out through Kafka and takes over live.",
      "Ends after --seconds or with Ctrl-C, with a summary."
    },
    footer = {"  labelstream demo", "  labelstream demo --seconds 20 --rate 1000", "  labelstream demo --seconds 10 | grep -w ja"})
final class DemoCommand implements Callable<Integer> {
  private static final double MAX_RATE = 1_000_000;
  private static final String ENDING = ".ftz";
  private static final String MODEL = "lid.176";
  private static final String NEXT_MODEL = "common-voice-83";

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Option(names = {"-s", "--seconds"}, paramLabel = "N", description = "How long to publish. Without it until Ctrl-C.")
  private @Nullable Long seconds;

  @Option(names = {"-r", "--rate"}, defaultValue = "10", paramLabel = "R", description = "Texts per second (${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = {"-p", "--port"}, defaultValue = "0", paramLabel = "PORT",
      description = "The broker's port; 0: any free one (${DEFAULT-VALUE}).")
  private int port;

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
    Demo.run(options, DemoView.of(Terminal.ofProcess(), main.io().out()));
    return ExitCode.OK.code();
  }
}
