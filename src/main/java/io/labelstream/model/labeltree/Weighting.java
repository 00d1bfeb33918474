package io.labelstream.model.labeltree;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The rule by which the terms of a text become the values of its features. */
public enum Weighting {
  /** The sum of the term's values times its inverse document frequency {@code ln((1 + texts) / (1 + texts with the term)) + 1}, then unit length. */
  TF_IDF,
  /** The same for each term that occurs, then unit length. */
  BINARY,
  /** The sum of the term's values, then unit length. */
  UNIT,
  /** The sum of the term's values. */
  GIVEN;

  /** The name in settings and files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The weighting with a name. */
  public static Optional<Weighting> of(final String word) {
    return Arrays.stream(values()).filter(weighting -> weighting.word().equals(word)).findFirst();
  }

  /** The factor of a term by which its values are multiplied. */
  public float factor(final int texts, final int textsWithTerm) {
    return this == TF_IDF ? (float) (StrictMath.log((1.0 + texts) / (1.0 + textsWithTerm)) + 1) : 1f;
  }
}
