package io.labelstream.cli.demo;

import io.labelstream.cli.output.DisplayText;
import io.labelstream.cli.output.Style;
import java.time.Duration;
import java.util.Locale;

/** Rows and their heading in columns. The text comes last, where right-to-left script disturbs no other column. */
final class DemoRows {
  private static final int LABEL_CELLS = 4;
  private static final int NAME_CELLS = 14;
  private static final int SOURCE_CELLS = 6;
  private static final int MODEL_CELLS = 29;
  private static final int FIXED_CELLS = 2 + LABEL_CELLS + 1 + NAME_CELLS + 1 + 5 + 2 + SOURCE_CELLS + 2 + 8 + 2;
  private static final int WIDE = 118;

  private final int columns;
  private final Style style;

  /**
   * @param columns the cells of a row; {@link Integer#MAX_VALUE}: no limit
   */
  DemoRows(final int columns, final Style style) {
    this.columns = columns;
    this.style = style;
  }

  String heading() {
    final String line = "  %s %s score  source   latency  %stext".formatted(
        DisplayText.column("label", LABEL_CELLS + 1),
        DisplayText.column("", NAME_CELLS - 1),
        columns >= WIDE ? DisplayText.column("model", MODEL_CELLS) : "");
    return style.dim(line);
  }

  String row(final DemoRow row) {
    final String label = DisplayText.column(row.label().isEmpty() ? "-" : row.label(), LABEL_CELLS) + " "
        + DisplayText.column(name(row.label()), NAME_CELLS);
    final String source = DisplayText.column(row.source(), SOURCE_CELLS);
    final String model = columns >= WIDE ? DisplayText.column(row.model() + " " + row.version(), MODEL_CELLS - 1) + " " : "";
    final int left = columns == Integer.MAX_VALUE ? columns : columns - FIXED_CELLS - model.length() - 1;
    return "  " + (row.agrees() ? style.good(label) : style.doubtful(label))
        + String.format(Locale.ROOT, " %.3f  ", row.score())
        + (row.agrees() ? style.dim(source) : style.doubtful(source))
        + style.dim("  " + latency(row.latency()) + "  " + model)
        + DisplayText.fit(row.text(), left);
  }

  private static String latency(final Duration latency) {
    return String.format(Locale.ROOT, "%5d ms", latency.toMillis());
  }

  /** The language's English name where the label is a language code. */
  private static String name(final String label) {
    final String name = Locale.forLanguageTag(label).getDisplayLanguage(Locale.ENGLISH);
    return name.equals(label) ? "" : name;
  }
}
