package io.labelstream.model.vector;

/** Vectors as 8-bit integers with a scale: an element is about {@code code × scale}. Stateless and thread-safe. */
public final class ByteCodes {
  /** The greatest absolute value of a code. */
  public static final int GREATEST = 127;

  private ByteCodes() {}

  /**
   * Codes numbers by the nearest multiples of a scale: their greatest absolute value divided by {@value #GREATEST}. Coding the multiples again gives the same
   * codes and the same scale.
   *
   * @param numbers finite
   * @param from the first one
   * @param count how many
   * @param codes receives a code for each, at the same places
   * @return the scale; 0 if all numbers are 0
   */
  public static float encode(final float[] numbers, final int from, final int count, final byte[] codes) {
    float most = 0;
    for (int index = from; index < from + count; index++) {
      most = Math.max(most, Math.abs(numbers[index]));
    }
    final float scale = most / GREATEST;
    for (int index = from; index < from + count; index++) {
      codes[index] = scale > 0 ? (byte) Math.clamp(Math.round(numbers[index] / scale), -GREATEST, GREATEST) : 0;
    }
    return scale;
  }
}
