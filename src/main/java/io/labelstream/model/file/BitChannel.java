package io.labelstream.model.file;

/** One direction of an arithmetic coder: the same model code drives the writing and the reading of a stream. Not thread-safe. */
interface BitChannel {
  /** The number of bits of a probability. */
  int PROBABILITY_BITS = 16;

  /**
   * Writes a bit, or reads one.
   *
   * @param bit the bit to write; ignored when reading
   * @param probability the probability that the bit is 1, in 65536ths; 1 to 65535
   * @return the bit
   */
  int code(int bit, int probability);
}
