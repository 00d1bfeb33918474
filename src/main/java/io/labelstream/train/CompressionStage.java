package io.labelstream.train;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What compression has made of a model at one point.
 *
 * @param step what was done last
 * @param size how large the model is, in words
 * @param sizes the same as numbers, by what they count
 * @param accuracy the share of texts whose first label is right: of the validation texts, or of the training texts where there are none; NaN: not measured
 * @param loss the mean log loss on the same texts; NaN: not measured
 * @param elapsed how long this step took, without the time for measuring it
 */
public record CompressionStage(String step, String size, Map<String, Long> sizes, double accuracy, double loss, Duration elapsed) {
  public CompressionStage {
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
  }
}
