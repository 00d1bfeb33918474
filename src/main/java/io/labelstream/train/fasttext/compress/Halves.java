package io.labelstream.train.fasttext.compress;

/** Rounding to float16, whose numbers take 2 bytes in file forms that have them. */
final class Halves {
  private Halves() {}

  /** Replaces each number by the nearest float16. */
  static void round(final float[] values) {
    for (int index = 0; index < values.length; index++) {
      values[index] = Float.float16ToFloat(Float.floatToFloat16(values[index]));
    }
  }
}
