package io.labelstream.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The frequencies of labels in the texts that a model was trained on. Immutable.
 *
 * @param texts the number of texts that have a label
 * @param byLabel the number of texts that have each label, by its {@linkplain Labels#name name}
 */
public record LabelFrequencies(long texts, Map<String, Long> byLabel) {
  public LabelFrequencies {
    byLabel = Collections.unmodifiableMap(new HashMap<>(byLabel));
  }

  /** The number of texts that have this label; 0 if it does not occur. */
  public long of(final String label) {
    return byLabel.getOrDefault(label, 0L);
  }
}
