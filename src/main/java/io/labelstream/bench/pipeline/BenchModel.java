package io.labelstream.bench.pipeline;

import java.nio.file.Path;

/**
 * A model to measure with.
 *
 * @param labels how many it chooses from, at least one
 */
public record BenchModel(Path file, int labels) {
  public BenchModel {
    if (labels < 1) {
      throw new IllegalArgumentException("labels=" + labels + " of " + file + " must be at least 1");
    }
  }
}
