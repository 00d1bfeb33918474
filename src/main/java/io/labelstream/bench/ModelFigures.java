package io.labelstream.bench;

import io.labelstream.model.ModelMemory;

/**
 * The figures of one model on one thread.
 *
 * @param kernels the arithmetic that was used
 * @param coldMillis how long the first open of the process took
 * @param warmMillis how long the second took
 * @param rounds how many there were
 * @param nanosPerText by the clock, over the rounds
 * @param cpuNanosPerText CPU time, over the rounds
 */
public record ModelFigures(
    String model, BenchTexts texts, String kernels, double coldMillis, double warmMillis, int rounds, Spread nanosPerText, Spread cpuNanosPerText,
    ModelMemory memory) {
  private static final double NANOS = 1e9;
  private static final double MEGABYTE = 1e6;

  /** Megabytes per second at this many nanoseconds per text. */
  public double megabytesPerSecond(final double nanos) {
    return texts.bytes() / (nanos * texts.texts().size()) * NANOS / MEGABYTE;
  }
}
