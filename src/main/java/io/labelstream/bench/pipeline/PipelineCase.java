package io.labelstream.bench.pipeline;

import io.labelstream.pipeline.config.OutputFormat;
import java.util.Locale;

/**
 * A pipeline to measure.
 *
 * @param conditions those of its pass-through
 * @param model the model of each slot
 * @param slots how many slots label each text
 */
public record PipelineCase(Conditions conditions, OutputFormat output, BenchModel model, int slots) {
  public PipelineCase {
    if (slots < 1) {
      throw new IllegalArgumentException("slots=" + slots + " must be at least 1");
    }
  }

  /** For people, without the conditions. */
  String text() {
    return model.file().getFileName() + ", " + output.name().toLowerCase(Locale.ROOT) + " out, slots=" + slots;
  }
}
