package io.labelstream.bench.pipeline;

import io.labelstream.bench.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The figures of a pipeline beside those of its pass-through, both by repetition: those of one repetition were measured soon after each other.
 *
 * @param runs those of the pipeline
 */
public record Compared<T>(List<T> runs, List<T> passThrough) {
  /** @throws IllegalArgumentException unless there are as many of one as of the other, and at least one */
  public Compared {
    runs = List.copyOf(runs);
    passThrough = List.copyOf(passThrough);
    if (runs.isEmpty() || runs.size() != passThrough.size()) {
      throw new IllegalArgumentException("runs=" + runs.size() + " must be at least 1, and as many as passThrough=" + passThrough.size());
    }
  }

  /** A figure of the pipeline. */
  public Spread of(final ToDoubleFunction<T> figure) {
    return Spread.of(runs, figure);
  }

  /** A figure of the pass-through. */
  public Spread ofPassThrough(final ToDoubleFunction<T> figure) {
    return Spread.of(passThrough, figure);
  }

  /** A figure of the pipeline divided by that of the pass-through in the same repetition, so that a slow drift of the machine does not count. */
  public Spread ratio(final ToDoubleFunction<T> figure) {
    return Spread.of(
        IntStream.range(0, runs.size()).boxed().toList(),
        repetition -> figure.applyAsDouble(runs.get(repetition)) / figure.applyAsDouble(passThrough.get(repetition)));
  }
}
