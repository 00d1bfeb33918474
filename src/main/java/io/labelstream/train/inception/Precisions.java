package io.labelstream.train.inception;

import java.util.Locale;

/**
 * The mean share of right labels among the best ones of a text.
 *
 * @param first among one
 * @param third among three
 * @param fifth among five
 */
public record Precisions(double first, double third, double fifth) {
  /** The measure of an epoch. */
  double sum() {
    return first + third + fifth;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "P@1 %.1f %%, P@3 %.1f %%, P@5 %.1f %%", 100 * first, 100 * third, 100 * fifth);
  }
}
