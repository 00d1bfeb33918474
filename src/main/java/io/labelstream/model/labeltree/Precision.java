package io.labelstream.model.labeltree;

import java.util.Locale;

/** The form in which a file holds the weights of a label tree. */
public enum Precision {
  /** One byte a weight: a whole multiple, from -127 to 127, of a step that each node has for itself. */
  INT8(8),
  /** Half floats. */
  FLOAT16(16);

  private final int bits;

  Precision(final int bits) {
    this.bits = bits;
  }

  /** The width of a weight. */
  public int bits() {
    return bits;
  }

  /** The name in files and options. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
