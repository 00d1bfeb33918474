package io.labelstream.cli.train;

import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Facts;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Table;
import io.labelstream.display.VisibleText;
import io.labelstream.train.evaluate.PairReport;
import io.labelstream.train.evaluate.RetrievalReport;
import java.nio.file.Path;
import java.util.Locale;

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

  static String render(final Path model, final RetrievalReport report, final Style style) {
    final Facts facts = new Facts("  ", 13)
        .add("queries", Amounts.grouped(report.queries())
            + (report.unknown() == 0 ? "" : ", " + Amounts.grouped(report.unknown()) + " of them with no word that the model knows"))
        .format("vectors", "%d dimensions", report.dimensions())
        .add("model", Amounts.bytes(report.modelBytes()));
    final RetrievalReport.Missing missing = report.missing();
    if (missing.queries() + missing.documents() > 0) {
      facts.add("answers", "have " + Amounts.grouped(missing.queries()) + " ids that no query has, and " + Amounts.grouped(missing.documents())
          + " that no document has, which count as not found");
    }
    final Table table =
        Table.of("SEARCH", ">DOCUMENTS", ">MEMORY", ">R@1", ">R@10", ">R@100", ">MRR", ">NDCG@10", ">AS EXACT@10", ">TIME A QUERY", ">OF IT ENCODING");
    report.searches().forEach(search -> table.row(
        switch (search.by()) {
          case EXACT -> "float32, all compared";
          case MODEL -> "the model's own";
        },
        Amounts.grouped(search.documents()),
        Amounts.bytes(search.bytes()),
        number(search.recalls().get(0).share()),
        number(search.recalls().get(1).share()),
        number(search.recalls().get(2).share()),
        number(search.reciprocalRank()),
        number(search.ndcg()),
        search.agreement().map(VectorText::number).orElse("-"),
        search.time().map(time -> micros(time.microsWithEncoding())).orElse("-"),
        search.time().map(time -> micros(time.microsOfEncoding())).orElse("-")));
    return style.bold(VisibleText.of(model + " on " + report.data())) + "\n" + facts + "\n" + table.render("  ", style);
  }

  private static String number(final double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String micros(final double micros) {
    return String.format(Locale.ROOT, "%,.1f µs", micros);
  }
}
