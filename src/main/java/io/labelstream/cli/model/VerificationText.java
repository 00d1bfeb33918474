package io.labelstream.cli.model;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Facts;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Table;
import io.labelstream.cli.output.Times;
import io.labelstream.display.VisibleText;
import io.labelstream.rollout.ModelVerification;
import io.labelstream.rollout.StatusSink.StepTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The outcome of verifying a model, for people. */
final class VerificationText {
  private VerificationText() {}

  static String render(final Path model, final ModelVerification.Outcome outcome) {
    final String name = VisibleText.of(model.toString());
    return switch (outcome) {
      case ModelVerification.Outcome.Verified verified -> name + ": an instance would take it\n" + facts(verified) + "\n" + steps(verified.steps());
      case ModelVerification.Outcome.Refused refused -> name + ": an instance would reject it, " + refused.rejection().code().code() + "\n"
          + (refused.steps().isEmpty() ? "" : "\n" + steps(refused.steps()));
    };
  }

  private static String facts(final ModelVerification.Outcome.Verified verified) {
    return new Facts("  ", 16)
        .add("family", verified.description().family() + ", format version " + verified.description().formatVersion())
        .add("labels", Amounts.grouped(verified.description().labels()))
        .add("sha-256", verified.sha256())
        .format("file", "%,d bytes", verified.description().fileBytes())
        .format("memory", "%,d bytes outside the heap, %,d mapped", verified.memory().residentBytes(), verified.memory().mappedBytes())
        .add("golden samples", verified.samples().isPresent() ? verified.samples().getAsInt() + ", all proved" : "none; `samples` writes them")
        .toString();
  }

  private static String steps(final List<StepTime> steps) {
    final Table table = Table.of("STEP", ">TIME");
    steps.forEach(step -> table.row(step.step().code(), Times.step(step.time())));
    table.row("in all", Times.step(steps.stream().map(StepTime::time).reduce(Duration.ZERO, Duration::plus)));
    return table.render("  ", Style.PLAIN);
  }
}
