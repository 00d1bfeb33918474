package io.labelstream.model.vector;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Vectors as sign bits: a vector is rotated at random, and each of its numbers becomes a bit. The part of bits in which two codes differ is about the angle
 * between the vectors, in half turns. A code of as many bits as the vector has numbers takes 1/32 of its bytes.
 *
 * <p>The rotation is that of Andoni et al., <i>Practical and Optimal LSH for Angular Distance</i>, 2015: three times random signs and then the Walsh–Hadamard
 * transform, of the vector with zeros up to a power of two. It is made of additions in a stated order, so a seed gives the same codes everywhere. The bits are
 * those of Charikar, <i>Similarity estimation techniques from rounding algorithms</i>, 2002.
 *
 * <p>Not thread-safe: holds scratch memory. Nothing is allocated after it was made.
 */
public final class SignCodes {
  private static final int ROUNDS = 3;

  private final int dimensions;
  private final int bits;
  private final float[] signs;
  private final float[] rotated;

  /**
   * Codes for vectors of a length.
   *
   * @param dimensions at least 1 and at most 65,536
   * @param seed of the rotation; codes of different seeds have nothing to do with each other
   */
  public SignCodes(final int dimensions, final long seed) {
    if (dimensions < 1 || dimensions > 1 << 16) {
      throw new IllegalArgumentException("dimensions=" + dimensions + " must be from 1 to 65536");
    }
    this.dimensions = dimensions;
    this.bits = Math.max(Long.SIZE, Integer.highestOneBit(2 * dimensions - 1));
    this.signs = new float[ROUNDS * bits];
    this.rotated = new float[bits];
    final SplittableRandom random = new SplittableRandom(seed);
    for (int index = 0; index < signs.length; index++) {
      signs[index] = random.nextBoolean() ? 1f : -1f;
    }
  }

  /** The number of bits of a code: the least power of two that is not below the dimensions, at least 64. */
  public int bits() {
    return bits;
  }

  /** The number of elements of a code. */
  public int words() {
    return bits / Long.SIZE;
  }

  /**
   * Codes a vector.
   *
   * @param vector finite; elements from the dimensions on do not count
   * @param code receives {@link #words} elements; bit {@code i} is bit {@code i % 64} of element {@code i / 64}
   */
  public void encode(final float[] vector, final long[] code) {
    System.arraycopy(vector, 0, rotated, 0, dimensions);
    Arrays.fill(rotated, dimensions, bits, 0f);
    for (int round = 0; round < ROUNDS; round++) {
      for (int index = 0; index < bits; index++) {
        rotated[index] *= signs[round * bits + index];
      }
      transform();
    }
    for (int word = 0; word < words(); word++) {
      long set = 0;
      for (int bit = 0; bit < Long.SIZE; bit++) {
        set |= rotated[word * Long.SIZE + bit] > 0 ? 1L << bit : 0;
      }
      code[word] = set;
    }
  }

  /** The Walsh–Hadamard transform, without its factor, which changes no sign. */
  private void transform() {
    for (int half = 1; half < bits; half *= 2) {
      for (int from = 0; from < bits; from += 2 * half) {
        for (int index = from; index < from + half; index++) {
          final float one = rotated[index];
          final float other = rotated[index + half];
          rotated[index] = one + other;
          rotated[index + half] = one - other;
        }
      }
    }
  }

  /** The number of bits in which two codes differ. */
  public static int distance(final long[] one, final long[] other) {
    int distance = 0;
    for (int word = 0; word < one.length; word++) {
      distance += Long.bitCount(one[word] ^ other[word]);
    }
    return distance;
  }

  /** The cosine that vectors have whose codes differ in as many bits, on average. */
  public double cosine(final int distance) {
    return StrictMath.cos(Math.PI * distance / bits);
  }
}
