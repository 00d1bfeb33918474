package io.labelstream.bench;

import io.labelstream.model.ModelMemory;
import java.util.List;

/**
 * The figures of one model on one thread.
 *
 * @param kernels the arithmetic that was used
 * @param coldMillis how long the first open of the process took
 * @param warmMillis how long the second took
 * @param nanosPerText one figure for each round, in ascending order
 */
public record ModelFigures(
    String model, BenchTexts texts, String kernels, double coldMillis, double warmMillis, List<Double> nanosPerText, ModelMemory memory) {
  private static final double NANOS = 1e9;
  private static final double MEGABYTE = 1e6;

  /** The median of the rounds. */
  public double median() {
    return nanosPerText.get(nanosPerText.size() / 2);
  }

  /** Megabytes per second at this many nanoseconds per text. */
  public double megabytesPerSecond(final double nanos) {
    return texts.bytes() / (nanos * texts.texts().size()) * NANOS / MEGABYTE;
  }
}
