package io.labelstream.bench.pipeline;

import io.labelstream.pipeline.config.InputFormat;
import java.util.Locale;

/**
 * The conditions that a pipeline shares with the pass-through that it is compared with.
 *
 * @param threads stream threads of each instance
 * @param instances processes that share the work
 * @param partitions of the input and the output
 * @param textBytes the length of each text; 0: as they are in the file
 */
public record Conditions(InputFormat input, Guarantee guarantee, int threads, int instances, int partitions, int textBytes) {
  public Conditions {
    if (threads < 1 || instances < 1 || partitions < 1 || textBytes < 0) {
      throw new IllegalArgumentException(
          "threads=" + threads + ", instances=" + instances + " and partitions=" + partitions + " must be at least 1, textBytes=" + textBytes + " at least 0");
    }
  }

  /** For people. */
  String text() {
    return input.name().toLowerCase(Locale.ROOT) + " in, " + guarantee.value() + ", threads=" + threads + ", instances=" + instances + ", partitions="
        + partitions + (textBytes == 0 ? "" : ", bytes=" + textBytes);
  }

  /** The input topic that has such texts. */
  String inputTopic() {
    return "texts-" + input.name().toLowerCase(Locale.ROOT) + "-" + partitions + "-" + textBytes;
  }
}
