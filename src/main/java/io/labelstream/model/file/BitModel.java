package io.labelstream.model.file;

import java.util.Arrays;

/**
 * Predicts bits from four contexts at once. Each context has counters of its own, one for each bit of a nibble and each value of the nibble's bits before it;
 * they move towards each bit seen. The counters' predictions are added up in the logistic domain, with weights that move towards the counters that were right.
 * All of it is integer arithmetic, and 33 numbers are rounded from a library whose results are the same everywhere, so that any machine reads streams that any
 * other has written. Contexts find their counters by a hash; colliding contexts share them, in writing and reading alike.
 *
 * <pre>
 *  counter:  | probability of a 1, 22 bits | bits seen, 10 bits |      stored as difference to one half, so that 0 is a counter that has seen nothing
 *  squash:   1 / (1 + exp(-x / 256)) in 65536ths, for x from -2047 to 2047; exact at each 128th from -2048 on, and straight lines between these
 *  stretch:  the inverse for p in 4096ths: the least x whose squash is p or more, without its last 4 bits
 *  weight:   65536ths
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class BitModel {
  /** The number of adjacent counters of one context. */
  static final int GROUP = 16;

  private static final int CONTEXTS = 4;
  private static final int SPREAD = 0x9E3779B1;
  private static final int SECOND_SPREAD = 0x2F0B4C47;
  private static final int LIMIT = 2047;
  private static final int STRETCH_BITS = 12;
  private static final double STRETCH_UNIT = 256;
  private static final int STEP = 128;
  private static final int[] SQUASH = squash();
  private static final int[] STRETCH = stretch();

  private static final int COUNT_BITS = 10;
  private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
  private static final int MOST_SEEN = 60;
  private static final int HALF = 1 << Integer.SIZE - 1;
  private static final int[] RATE = rates();
  /** The least probability, which leaves both bits possible. */
  private static final int LEAST = 32;

  private static final int WEIGHT_BITS = 16;
  private static final int FIRST_WEIGHT = 23_000;
  private static final int RATE_BITS = 16;

  private final BitChannel channel;
  private final int[] counters;
  private final int[] weights;
  private final int mask;

  /** The first counters of the contexts. */
  private int place0;
  private int place1;
  private int place2;
  private int place3;

  /**
   * @param counters the number of counters, a power of 2 of at least {@link #GROUP}; contexts collide if there are too few
   * @param mixes the number of sets of weights
   */
  BitModel(final BitChannel channel, final int mixes, final int counters) {
    this.channel = channel;
    this.counters = new int[counters];
    this.mask = counters - GROUP;
    this.weights = new int[mixes * CONTEXTS];
    Arrays.fill(weights, FIRST_WEIGHT);
  }

  private static int[] squash() {
    final int[] points = new int[2 * (LIMIT + 1) / STEP + 1];
    for (int index = 0; index < points.length; index++) {
      final double stretched = (index * STEP - (LIMIT + 1)) / STRETCH_UNIT;
      points[index] = (int) StrictMath.rint((1 << BitChannel.PROBABILITY_BITS) / (1 + StrictMath.exp(-stretched)));
    }
    final int[] table = new int[2 * LIMIT + 1];
    for (int index = 0; index < table.length; index++) {
      final int point = (index + 1) / STEP;
      final int behind = (index + 1) % STEP;
      table[index] = (points[point] * (STEP - behind) + points[point + 1] * behind + STEP / 2) / STEP;
    }
    return table;
  }

  private static int[] stretch() {
    final int[] table = new int[1 << STRETCH_BITS];
    int next = 0;
    for (int index = 0; index < SQUASH.length; index++) {
      while (next <= SQUASH[index] >> BitChannel.PROBABILITY_BITS - STRETCH_BITS) {
        table[next++] = index - LIMIT;
      }
    }
    Arrays.fill(table, next, table.length, LIMIT);
    return table;
  }

  private static int[] rates() {
    final int[] table = new int[MOST_SEEN + 1];
    for (int seen = 0; seen < table.length; seen++) {
      table[seen] = (1 << RATE_BITS + 1) / (2 * seen + 3);
    }
    return table;
  }

  /** Sets the contexts of the next bits: arbitrary numbers, always the same for the same context, and different for the four contexts. */
  void contexts(final int context0, final int context1, final int context2, final int context3) {
    place0 = place(context0);
    place1 = place(context1);
    place2 = place(context2);
    place3 = place(context3);
  }

  private int place(final int context) {
    final int spread = context * SPREAD;
    return (spread ^ spread >>> 15) * SECOND_SPREAD >>> 7 & mask;
  }

  /**
   * Writes or reads the next bit, and updates the model by it.
   *
   * @param node further knowledge about the bit, such as the nibble's bits before it, 0 to {@link #GROUP} - 1
   * @param mix the set of weights to use
   */
  int code(final int bit, final int node, final int mix) {
    final int at0 = place0 | node;
    final int at1 = place1 | node;
    final int at2 = place2 | node;
    final int at3 = place3 | node;
    final int counter0 = counters[at0];
    final int counter1 = counters[at1];
    final int counter2 = counters[at2];
    final int counter3 = counters[at3];
    final int opinion0 = STRETCH[(counter0 ^ HALF) >>> Integer.SIZE - STRETCH_BITS];
    final int opinion1 = STRETCH[(counter1 ^ HALF) >>> Integer.SIZE - STRETCH_BITS];
    final int opinion2 = STRETCH[(counter2 ^ HALF) >>> Integer.SIZE - STRETCH_BITS];
    final int opinion3 = STRETCH[(counter3 ^ HALF) >>> Integer.SIZE - STRETCH_BITS];
    final int weight = mix * CONTEXTS;
    final long sum =
        (long) weights[weight] * opinion0
            + (long) weights[weight + 1] * opinion1
            + (long) weights[weight + 2] * opinion2
            + (long) weights[weight + 3] * opinion3;
    final int foretold = SQUASH[(int) Math.max(-LIMIT, Math.min(LIMIT, sum >> WEIGHT_BITS)) + LIMIT];
    final int probability = Math.max(LEAST, Math.min((1 << BitChannel.PROBABILITY_BITS) - LEAST, foretold));
    final int coded = channel.code(bit, probability);
    final int error = (coded << BitChannel.PROBABILITY_BITS) - probability;
    weights[weight] += moved(opinion0, error);
    weights[weight + 1] += moved(opinion1, error);
    weights[weight + 2] += moved(opinion2, error);
    weights[weight + 3] += moved(opinion3, error);
    counters[at0] = learned(counter0, coded);
    counters[at1] = learned(counter1, coded);
    counters[at2] = learned(counter2, coded);
    counters[at3] = learned(counter3, coded);
    return coded;
  }

  private static int moved(final int opinion, final int error) {
    return opinion * error + (1 << RATE_BITS - 1) >> RATE_BITS;
  }

  private static int learned(final int counter, final int bit) {
    final int seen = counter & COUNT_MASK;
    final long probability = (counter ^ HALF) >>> COUNT_BITS;
    final long most = (1L << Integer.SIZE - COUNT_BITS) - 1;
    final long moved = probability + ((bit * most - probability) * RATE[seen] >> RATE_BITS);
    return (int) (moved << COUNT_BITS | Math.min(seen + 1, MOST_SEEN)) ^ HALF;
  }
}
