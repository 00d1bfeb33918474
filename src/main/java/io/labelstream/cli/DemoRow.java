package io.labelstream.cli;

import java.time.Duration;

/**
 * A labelled sentence as it came out of the pipeline.
 *
 * @param label the best label; empty where there is none
 * @param source the language that the sentence was collected as
 * @param latency from publishing the text to reading its committed label
 */
record DemoRow(String label, float score, String source, Duration latency, String model, String version, String text) {
  boolean agrees() {
    return label.equals(source);
  }
}
