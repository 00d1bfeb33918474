package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelCard;
import io.labelstream.cli.output.Amounts;
import io.labelstream.display.VisibleText;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.train.ModelForm;
import java.nio.file.Path;
import java.util.Locale;

/** Describes a model that was written, at the end of a verb. Used once. */
final class SummaryText {
  private static final String INSIDE = "inside";

  private final Path out;
  private final StringBuilder text;

  /** @param of the comparison of the file's bytes, in words; empty for none */
  SummaryText(final Path out, final String of) {
    this.out = out;
    this.text = new StringBuilder(VisibleText.of(out.toString())).append("  ").append(Amounts.bytes(out.toFile().length())).append(of).append('\n');
  }

  SummaryText line(final String name, final String value) {
    text.append(String.format(Locale.ROOT, "  %-12s %s\n", name, VisibleText.of(value)));
    return this;
  }

  /** Adds the model's quality, and the places of card and samples. */
  SummaryText judged(final WrittenModel.Judged judged, final ModelForm.Place place) {
    judged.measured().ifPresent(report -> line("validation", String.format(Locale.ROOT, "accuracy %.4f on %,d texts, mean F1 of labels %.4f",
        report.accuracyOfMeasured(), report.texts().measured(), report.macro().f1())));
    final boolean isInside = place == ModelForm.Place.INSIDE;
    line("card", isInside ? INSIDE : ModelCard.beside(out).toString());
    if (!judged.samples().isEmpty()) {
      line("samples", (isInside ? INSIDE : GoldenSamples.beside(out)) + ", " + Amounts.counted(judged.samples().size(), "text", "texts") + " of the data");
    }
    return this;
  }

  /** The whole text. */
  StringBuilder text() {
    return text;
  }
}
