package io.labelstream.cli.train;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Facts;
import io.labelstream.cli.output.Style;
import io.labelstream.display.VisibleText;
import io.labelstream.train.evaluate.PairReport;
import java.nio.file.Path;

/** The measures of a model's vectors as lines for people. */
final class VectorText {
  private static final double PERCENT = 100;

  private VectorText() {}

  static String render(final Path model, final PairReport report, final Style style) {
    final Facts facts = new Facts("  ", 13)
        .format("Spearman", "%.2f × 100", PERCENT * report.spearman())
        .format("Pearson", "%.2f × 100", PERCENT * report.pearson())
        .add("pairs", Amounts.grouped(report.pairs())
            + (report.unknown() == 0 ? "" : ", " + Amounts.grouped(report.unknown()) + " of them with a text of which the model knows nothing"))
        .format("vectors", "%d dimensions", report.dimensions())
        .add("model", Amounts.bytes(report.modelBytes()));
    return style.bold(VisibleText.of(model + " on " + report.data())) + "\n" + facts;
  }
}
