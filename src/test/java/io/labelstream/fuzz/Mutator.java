package io.labelstream.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Makes inputs for a reader out of its seeds, and of those inputs whose outcome was new. The same seed gives the same inputs. For one thread. */
final class Mutator {
  private static final long[] NUMBERS = {
    0, 1, -1, 2, 7, 8, 9, 16, 63, 64, 65, 127, 128, 255, 256, 1000, 1024, 4096, 32767, 32768, 65535, 65536, 1 << 20, 1 << 24, 1 << 28, 1 << 30,
    Integer.MAX_VALUE - 8, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xFFFFFFFFL, 1L << 32, 1L << 40, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE};
  private static final List<String> NESTS = List.of("[", "{\"a\":", "[{\"a\":", "(", "\"", "\\u", "\u0002");
  private static final String DELIMITERS = ",;:\n\t{}[]\" =";
  private static final int LONGEST = 1 << 16;
  private static final int MOST_KEPT = 500;
  private static final int LONGEST_INSERT = 24;
  private static final int DEEPEST = 3000;
  private static final int MOST_EDITS = 6;

  private final RandomGenerator random;
  private final List<byte[]> corpus;
  private final Set<String> known = new HashSet<>();

  Mutator(final List<byte[]> seeds, final long seed) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.corpus = new ArrayList<>(seeds);
  }

  /** The next input. */
  byte[] next() {
    byte[] input = any().clone();
    for (int edits = 1 + (random.nextInt(3) > 0 ? 0 : random.nextInt(MOST_EDITS)); edits > 0; edits--) {
      input = edited(input);
    }
    return input;
  }

  /** Takes the outcome of an input, which is a seed from now on if no other had this outcome. */
  void learn(final byte[] input, final String skeleton) {
    if (input.length <= LONGEST && corpus.size() < MOST_KEPT && known.add(skeleton)) {
      corpus.add(input);
    }
  }

  /** The seeds, and the inputs whose outcome was new. */
  List<byte[]> corpus() {
    return List.copyOf(corpus);
  }

  private byte[] any() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private byte[] edited(final byte[] input) {
    final int at = random.nextInt(input.length + 1);
    final int rest = input.length - at;
    return switch (random.nextInt(12)) {
      case 0, 1 -> flipped(input, at);
      case 2 -> replaced(input, at, 0, bytes(1 + random.nextInt(LONGEST_INSERT)));
      case 3 -> replaced(input, at, Math.min(rest, 1 + random.nextInt(LONGEST_INSERT)), new byte[0]);
      case 4 -> replaced(input, at, rest, new byte[0]);
      case 5, 6 -> replaced(input, at, 0, number(), true);
      case 7 -> decimal(input, at);
      case 8 -> token(input, at);
      case 9 -> spliced(input, at);
      case 10 -> replaced(input, at, 0, slice(input));
      default -> random.nextInt(8) == 0 ? replaced(input, at, 0, NESTS.get(random.nextInt(NESTS.size())).repeat(1 + random.nextInt(DEEPEST))
          .getBytes(StandardCharsets.UTF_8)) : flipped(input, at);
    };
  }

  private byte[] flipped(final byte[] input, final int at) {
    if (at < input.length) {
      input[at] = random.nextBoolean() ? (byte) (input[at] ^ 1 << random.nextInt(Byte.SIZE)) : (byte) random.nextInt();
    }
    return input;
  }

  /** A number as files have it: of 1 to 8 bytes, in either order, or as Avro writes it. */
  private byte[] number() {
    final long value = NUMBERS[random.nextInt(NUMBERS.length)] + (random.nextInt(4) == 0 ? random.nextInt(5) - 2 : 0);
    final ByteBuffer bytes = ByteBuffer.allocate(10).order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    switch (random.nextInt(5)) {
      case 0 -> bytes.put((byte) value);
      case 1 -> bytes.putShort((short) value);
      case 2 -> bytes.putInt((int) value);
      case 3 -> bytes.putLong(value);
      default -> {
        long left = value << 1 ^ value >> Long.SIZE - 1;
        for (; (left & ~0x7FL) != 0; left >>>= 7) {
          bytes.put((byte) (left & 0x7F | 0x80));
        }
        bytes.put((byte) left);
      }
    }
    return slice(bytes.array(), 0, bytes.position());
  }

  private byte[] replaced(final byte[] input, final int at, final int length, final byte[] by, final boolean over) {
    return replaced(input, at, over && random.nextInt(4) > 0 ? Math.min(by.length, input.length - at) : length, by);
  }

  /** Another number in the place of the first decimal from there on. */
  private byte[] decimal(final byte[] input, final int at) {
    int start = at;
    while (start < input.length && !isDigit(input[start])) {
      start++;
    }
    int end = start;
    while (end < input.length && isDigit(input[end])) {
      end++;
    }
    return replaced(input, start, end - start, Long.toString(NUMBERS[random.nextInt(NUMBERS.length)]).getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isDigit(final byte value) {
    return value >= '0' && value <= '9';
  }

  /** Doubles or leaves out what stands between two delimiters of a text. */
  private byte[] token(final byte[] input, final int at) {
    int end = at;
    for (int delimiters = 1 + random.nextInt(6); end < input.length && delimiters > 0; end++) {
      delimiters -= DELIMITERS.indexOf(input[end]) >= 0 ? 1 : 0;
    }
    return random.nextBoolean() ? replaced(input, at, 0, slice(input, at, end)) : replaced(input, at, end - at, new byte[0]);
  }

  private byte[] spliced(final byte[] input, final int at) {
    final byte[] other = any();
    final int from = random.nextBoolean() ? Math.min(at, other.length) : random.nextInt(other.length + 1);
    return replaced(input, at, input.length - at, slice(other, from, other.length));
  }

  private byte[] slice(final byte[] input) {
    final int from = random.nextInt(input.length + 1);
    return slice(input, from, from + random.nextInt(input.length - from + 1));
  }

  private byte[] bytes(final int count) {
    final byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] slice(final byte[] input, final int from, final int to) {
    return Arrays.copyOfRange(input, from, to);
  }

  private static byte[] replaced(final byte[] input, final int at, final int length, final byte[] by) {
    final byte[] result = new byte[input.length - length + by.length];
    System.arraycopy(input, 0, result, 0, at);
    System.arraycopy(by, 0, result, at, by.length);
    System.arraycopy(input, at + length, result, at + by.length, input.length - at - length);
    return result.length > LONGEST && result.length > input.length ? input : result;
  }
}
