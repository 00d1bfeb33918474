package io.labelstream.cli.train;

import io.labelstream.cli.output.Amounts;
import io.labelstream.train.DocumentIndex;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.evaluate.EvaluationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Warnings about data, for people who may trust a model that was made from it. */
final class DataWarnings {
  private static final int FEW_TEXTS_A_LABEL = 2;
  private static final int MANY_LABELS = 100;

  private DataWarnings() {}

  static List<String> of(final DataSummary data) {
    final List<String> warnings = new ArrayList<>(ofReading(data));
    data.doubtfulLabel().ifPresent(label -> warnings.add("the label '" + label + "' stands in the first line of '" + data.name()
        + "' only; if that line holds the names of columns, say so with --header"));
    if (data.withoutLabel() > 0) {
      warnings.add("'" + data.name() + "' has " + Amounts.counted(data.withoutLabel(), "text", "texts") + " without a label, from which nothing is learnt");
    }
    addWithoutText(data, warnings);
    if (data.labels().size() >= MANY_LABELS && data.examples() < (long) FEW_TEXTS_A_LABEL * data.labels().size()) {
      warnings.add("'" + data.name() + "' has " + Amounts.counted(data.labels().size(), "label", "labels") + " on " + Amounts.counted(data.examples(), "text", "texts")
          + "; are format and columns right?");
    }
    return warnings;
  }

  /** Warnings about texts whose labels do not matter. */
  static List<String> ofTexts(final DataSummary data) {
    final List<String> warnings = new ArrayList<>(ofReading(data));
    addWithoutText(data, warnings);
    return warnings;
  }

  private static void addWithoutText(final DataSummary data, final List<String> warnings) {
    if (data.withoutText() > 0) {
      warnings.add("'" + data.name() + "' has " + Amounts.counted(data.withoutText(), "example", "examples") + " without text, from which little is learnt");
    }
  }

  /** The warnings that apply to any use of the data. */
  static List<String> ofReading(final DataSummary data) {
    final List<String> warnings = new ArrayList<>();
    if (data.unreadable() > 0) {
      warnings.add(Amounts.counted(data.unreadable(), "example", "examples") + " of '" + data.name() + "' cannot be read and "
          + (data.unreadable() == 1 ? "was" : "were") + " left out; the first, " + data.firstProblem());
    }
    if (data.malformed() > 0) {
      warnings.add("'" + data.name() + "' has " + Amounts.counted(data.malformed(), "text that is", "texts that are")
          + " not UTF-8; is the data in another encoding, such as ISO-8859-1?");
    }
    data.doubtfulSeparator().ifPresent(between -> warnings.add("many labels of '" + data.name() + "' look like lists with '" + between
        + "' between their labels; if they are, say so with --label-separator '" + between + "'"));
    return warnings;
  }

  /** Warnings about documents that are not in an index. */
  static List<String> of(final DocumentIndex.LeftOut left, final String source) {
    final List<String> warnings = new ArrayList<>();
    leftOut(warnings, source, left.withoutId(), "without id");
    leftOut(warnings, source, left.repeated(), "with the id of one before");
    leftOut(warnings, source, left.withoutText(), "without text");
    leftOut(warnings, source, left.unknown(), "of which the model knows no word");
    return warnings;
  }

  private static void leftOut(final List<String> warnings, final String source, final long count, final String which) {
    if (count > 0) {
      warnings.add("'" + source + "' has " + Amounts.counted(count, "document", "documents") + " " + which + ", left out");
    }
  }

  /** Warnings about texts that a model was measured with. */
  static List<String> of(final EvaluationReport report) {
    if (report.texts().measured() == 0) {
      return List.of("nothing is measured: none of the " + Amounts.counted(report.texts().all(), "text", "texts") + " of '" + report.source()
          + "' has a label that the model has");
    }
    return report.unknownLabels().isEmpty()
        ? List.of()
        : List.of("'" + report.source() + "' has " + Amounts.counted(report.unknownLabels().size(), "label", "labels") + " that the model does not have, such as '"
            + report.unknownLabels().getFirst().name() + "'");
  }
}
