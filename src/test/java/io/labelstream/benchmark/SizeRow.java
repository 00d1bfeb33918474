package io.labelstream.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of models of one size, one of each kind for each seed. Accuracies are percentages. */
final class SizeRow {
  static final String REFERENCE = "fastText .ftz";
  static final String FTZ = "Labelstream .ftz";
  static final String SAFETENSORS = "Labelstream .safetensors";

  private final List<Double> bytes = new ArrayList<>();
  private final List<Double> references = new ArrayList<>();
  private final List<Double> referenceSeconds = new ArrayList<>();
  private final List<Double> ftzs = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> safetensors = new ArrayList<>();

  void reference(final long size, final double precision, final double took) {
    bytes.add((double) size);
    references.add(precision);
    referenceSeconds.add(took);
  }

  void ftz(final double precision, final double took) {
    ftzs.add(precision);
    seconds.add(took);
  }

  void safetensors(final double precision) {
    safetensors.add(precision);
  }

  /** The reference's accuracy: the mean, the least and the greatest. */
  String references() {
    return spread(references);
  }

  /** The same of ours in fastText's form. */
  String ftzs() {
    return spread(ftzs);
  }

  /** A line of the table. */
  String line() {
    return String.format(
        Locale.ROOT,
        "| %,.0f | %s | %s | %s | %.2f | %.2f |",
        mean(bytes),
        spread(references),
        spread(ftzs),
        spread(safetensors),
        mean(referenceSeconds),
        mean(seconds));
  }

  void drawIn(final SizeChart chart) {
    final long size = Math.round(mean(bytes));
    chart.add(REFERENCE, size, mean(references));
    chart.add(FTZ, size, mean(ftzs));
    chart.add(SAFETENSORS, size, mean(safetensors));
  }

  private static String spread(final List<Double> values) {
    final double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    final double most = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", mean(values), least, most);
  }

  private static double mean(final List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
