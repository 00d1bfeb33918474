package io.labelstream.train.fasttext;

/** Random numbers as a function of a counter: the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
final class Mix {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Mix() {}

  /** 64 bits that depend on all bits of {@code counter}. */
  static long of(final long counter) {
    final long start = (counter + 1) * GOLDEN;
    final long half = (start ^ start >>> 30) * 0xBF58476D1CE4E5B9L;
    final long mixed = (half ^ half >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }

  /** A number from 0 to {@code bound - 1}, from 64 random bits. */
  static int below(final int bound, final long random) {
    return (int) Math.unsignedMultiplyHigh(random, bound);
  }
}
