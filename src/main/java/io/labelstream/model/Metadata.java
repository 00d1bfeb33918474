package io.labelstream.model;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Texts about a model in its file. None is needed to classify. Immutable.
 *
 * @param texts by key, in the order in which to store them; any keys are allowed, those named here have a meaning
 */
public record Metadata(Map<String, String> texts) {
  /** The card in Markdown, for people: the purpose of the model, its making and its quality. */
  public static final String MODEL_CARD = "model.card";
  /** The golden samples, as JSON lines: the model must still give their labels when it is loaded. */
  public static final String GOLDEN_SAMPLES = "golden.samples";
  /** The licence of the weights, as SPDX identifier or name. */
  public static final String LICENCE = "licence";
  /** The SHA-256 of the training data, in hexadecimal digits. */
  public static final String DATA_DIGEST = "data.sha256";
  /** The settings that the model was trained and compressed with. */
  public static final String SETTINGS = "settings";
  /** The figures measured of the model. */
  public static final String METRICS = "metrics";

  /** The prefix of the keys that belong to the form itself. */
  public static final String RESERVED = "labelstream.";

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /**
   * @throws IllegalArgumentException if a key is not 1 to 64 letters, digits and . _ -, or starts with {@code labelstream.}, or a text holds an unpaired surrogate
   */
  public Metadata {
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    for (final Map.Entry<String, String> text : texts.entrySet()) {
      final String key = text.getKey();
      if (!KEY.matcher(key).matches() || key.startsWith(RESERVED)) {
        throw new IllegalArgumentException(
            "the metadata key '" + key + "' must be 1 to 64 letters, digits and . _ -, the first a letter or digit, and not start with " + RESERVED);
      }
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(text.getValue())) {
        throw new IllegalArgumentException("the metadata of " + key + " hold an unpaired surrogate");
      }
    }
  }

  /** No metadata. */
  public static Metadata none() {
    return new Metadata(Map.of());
  }

  /** These texts with one added or replaced. */
  public Metadata with(final String key, final String text) {
    final Map<String, String> changed = new LinkedHashMap<>(texts);
    changed.put(key, text);
    return new Metadata(changed);
  }

  /** The text of a key, if there is one. */
  public Optional<String> text(final String key) {
    return Optional.ofNullable(texts.get(key));
  }
}
