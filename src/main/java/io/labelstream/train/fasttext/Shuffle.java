package io.labelstream.train.fasttext;

/**
 * A permutation of the numbers below {@code size} that takes no memory: a bijection on a power of two, applied again until the result is below {@code size},
 * which takes less than two turns on average. Immutable and thread-safe.
 */
final class Shuffle implements Visits {
  private static final int ROUNDS = 3;
  private static final int FACTOR = 0x9E3779B1;

  private final int size;
  private final int mask;
  private final int shift;
  private final int[] keys = new int[ROUNDS];

  /**
   * @param size at least 1
   * @param seed decides the permutation
   */
  Shuffle(final int size, final long seed) {
    this.size = size;
    final int bits = Math.max(Integer.SIZE - Integer.numberOfLeadingZeros(size - 1), 1);
    this.mask = -1 >>> Integer.SIZE - bits;
    this.shift = (bits + 1) / 2;
    for (int round = 0; round < ROUNDS; round++) {
      keys[round] = (int) Mix.of(seed + round) & mask;
    }
  }

  @Override
  public int at(final int place) {
    int number = place;
    do {
      for (final int key : keys) {
        number = (number ^ key) * FACTOR & mask;
        number ^= number >>> shift;
      }
    } while (number >= size);
    return number;
  }
}
