package io.labelstream.cli.demo;

import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.verb.BundledFiles;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Option;
import java.io.IOException;
import java.time.Duration;

/** {@code demo}: the product at work, in one process and on one screen. */
public final class DemoCommand extends Command {
  private static final double MAX_RATE = 1_000_000;
  private static final String ENDING = ".ftz";
  private static final String MODEL = "lid.176";
  private static final String NEXT_MODEL = "common-voice-83";

  private final Option<Long> seconds = options.value(Long.class, "--seconds").optional("N", "How long to publish. Without it until Ctrl-C.");
  private final Option<Double> rate = options.value(Double.class, "-r", "--rate").or("10", "R", "Texts per second (${DEFAULT-VALUE}).");
  private final Option<Integer> port = options.value(Integer.class, "-p", "--port").or("0", "PORT", "The broker's port; 0: any free one (${DEFAULT-VALUE}).");

  public DemoCommand(final Io io) {
    super(io, "demo",
        "Shows language identification at work, all of it in this process.",
        "Starts a Kafka broker and a schema registry, publishes real sentences, and runs the pipeline on them.",
        "Half-way, or after 20 seconds, another model is rolled out through Kafka and takes over live.",
        "Ends after --seconds or with Ctrl-C, with a summary.");
    examples(
        "labelstream demo",
        "labelstream demo --seconds 20 --rate 1000",
        "labelstream demo --seconds 10 | grep -w ja");
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    options.require(rate.value() > 0 && rate.value() <= MAX_RATE, "--rate " + rate.value() + " must be more than 0 and at most " + (long) MAX_RATE);
    seconds.given().ifPresent(limit -> options.require(limit >= 1, "--seconds " + limit + " must be at least 1"));
    Logging.levels("ERROR", "OFF");
    Demo.run(
        new Demo.Options(seconds.given().map(Duration::ofSeconds), rate.value(), port.value(), BundledFiles.model(MODEL + ENDING), NEXT_MODEL,
            BundledFiles.model(NEXT_MODEL + ENDING)),
        new DemoView(Terminal.ofProcess(), io.out()));
  }
}
