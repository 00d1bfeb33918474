package io.labelstream.cli.demo;

import java.time.Duration;

/**
 * A labelled sentence as it came out of the pipeline.
 *
 * @param label the best label; empty where there is none
 * @param source the language that the sentence was collected as
 * @param place the place of its text on the input topic
 * @param timestamp its event time in epoch milliseconds
 * @param latency from publishing the text to reading its committed label
 * @param model the name of the model that labelled it
 * @param version the version of that model
 */
record DemoRow(
    String label, float score, String source, Place place, long timestamp, Duration latency, String model, String version, String text) {

  /** A place on the input topic. */
  record Place(int partition, long offset) {}

  boolean agrees() {
    return label.equals(source);
  }

  /** The model and its version, for people. */
  String by() {
    return model + " " + version;
  }
}
