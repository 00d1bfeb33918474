package io.labelstream.model;

/**
 * Keeps the least keys of many: a binary heap with the greatest on top. For implementations of {@link TextClassifier}. Scratch memory of a session.
 *
 * <p>A key is a cost and the id of what has it, or a score or another number and such an id: the less costly, the higher score or the greater number first, of equal ones the lesser id.
 *
 * <pre>
 *  | cost, bits of a float32 that is not negative                      | id int32 |
 *  | bits of infinity - score, bits of a float32 that is not negative  | id int32 |
 *  | an integer that descends as a float32 ascends                     | id int32 |
 * </pre>
 */
public final class LeastKeys {
  private static final int INFINITE = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

  private long[] keys = new long[0];
  private int capacity;
  private int count;
  private long limit;

  /** The key of something by its score, which is not negative. */
  public static long ofScore(final float score, final int id) {
    return (long) (INFINITE - Float.floatToRawIntBits(score)) << Integer.SIZE | id;
  }

  /** The score in a key that is made of one. */
  public static float score(final long key) {
    return Float.intBitsToFloat(INFINITE - (int) (key >>> Integer.SIZE));
  }

  /** The key of something by a number of any sign that is not NaN: the greater one first. */
  public static long ofNumber(final float number, final int id) {
    return (long) ~ordered(Float.floatToRawIntBits(number)) << Integer.SIZE | id;
  }

  /** The number in a key that is made of one. */
  public static float number(final long key) {
    return Float.intBitsToFloat(ordered(~(int) (key >>> Integer.SIZE)));
  }

  /** From the bits of a float to an integer of the same order, and back. */
  private static int ordered(final int bits) {
    return bits ^ bits >> Integer.SIZE - 1 & Integer.MAX_VALUE;
  }

  /** The id in a key. */
  public static int id(final long key) {
    return (int) key;
  }

  /**
   * Forgets all keys.
   *
   * @param most the number of keys to keep from now on
   * @param below all keys that are kept are less
   */
  public void start(final int most, final long below) {
    if (keys.length < most) {
      keys = new long[most];
    }
    capacity = most;
    limit = below;
    count = 0;
  }

  /** All keys that are still taken are less than this. */
  public long bar() {
    return count == capacity ? keys[0] : limit;
  }

  /** The number of keys that are kept. */
  public int count() {
    return count;
  }

  /** True if a further key takes the place of another one. */
  public boolean isFull() {
    return count == capacity;
  }

  /** The keys, from 0 to {@link #count}; ascending after {@link #sort}. */
  public long key(final int index) {
    return keys[index];
  }

  /** Takes a key that is less than {@link #bar}. */
  public void add(final long key) {
    if (count == capacity) {
      sink(key, count);
      return;
    }
    int hole = count++;
    while (hole > 0 && keys[(hole - 1) >> 1] < key) {
      keys[hole] = keys[(hole - 1) >> 1];
      hole = (hole - 1) >> 1;
    }
    keys[hole] = key;
  }

  /** Puts a key in place of the greatest of the first {@code end}. */
  private void sink(final long key, final int end) {
    int hole = 0;
    for (int child = 1; child < end; child = 2 * hole + 1) {
      if (child + 1 < end && keys[child + 1] > keys[child]) {
        child++;
      }
      if (keys[child] <= key) {
        break;
      }
      keys[hole] = keys[child];
      hole = child;
    }
    keys[hole] = key;
  }

  /** Brings the keys into ascending order; none is to be added before the next {@link #start}. */
  public void sort() {
    for (int last = count - 1; last > 0; last--) {
      final long greatest = keys[0];
      sink(keys[last], last);
      keys[last] = greatest;
    }
  }
}
