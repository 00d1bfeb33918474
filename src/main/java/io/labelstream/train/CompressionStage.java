package io.labelstream.train;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The model after a step of its compression.
 *
 * @param step the step that was done last
 * @param size the size of the model, in words
 * @param sizes the same as numbers, by the name of the things counted
 * @param accuracy the share of texts whose first label is right: of the validation texts, or of the training texts if there are none; NaN: not measured
 * @param loss the mean log loss on the same texts; NaN: not measured
 * @param elapsed the duration of this step, without the time for measuring
 */
public record CompressionStage(String step, String size, Map<String, Long> sizes, double accuracy, double loss, Duration elapsed) {
  public CompressionStage {
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
  }
}
