package io.labelstream.model.fasttext;

import io.labelstream.fixture.FastTextModelFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Random models of every form, and random texts that meet their words. Not thread-safe. */
final class RandomModels {
  private static final String[] PIECES = {"a", "b", "x", "<", ">", "_", "é", "日", "\uD83D\uDE00", "\u00A0", "\u3000", "\u0001", "\u007F"};
  private static final byte[][] BROKEN = {{(byte) 0x80}, {(byte) 0xC3}, {(byte) 0xFF}, {(byte) 0xE6, (byte) 0x97}};
  private static final byte[] WHITE = {' ', ' ', ' ', '\t', '\n', 0x0B, '\f', '\r', 0};
  private static final int[] LENGTHS = {1, 2, 3, 7, 8, 9, 15, 16, 17, 18, 33};

  private final Random random;
  private final List<byte[]> words;

  RandomModels(final Random random) {
    this.random = random;
    final Map<String, byte[]> different = new LinkedHashMap<>();
    if (random.nextInt(4) > 0) {
      put(different, "</s>".getBytes(StandardCharsets.US_ASCII));
    }
    for (int word = random.nextInt(40); word > 0; word--) {
      put(different, word());
    }
    this.words = List.copyOf(different.values());
  }

  private static void put(final Map<String, byte[]> different, final byte[] word) {
    different.putIfAbsent(new String(word, StandardCharsets.ISO_8859_1), word);
  }

  /** A model with this loss. */
  FastTextModelFile model(final int loss) {
    final int dimensions = 1 + random.nextInt(random.nextBoolean() ? 8 : 40);
    final int labels = 1 + random.nextInt(random.nextInt(4) == 0 ? 300 : 20);
    final boolean subwords = random.nextBoolean();
    final int wordNgrams = random.nextInt(4);
    final int buckets = subwords || wordNgrams > 1 || random.nextInt(4) == 0 ? 1 + random.nextInt(200) : 0;
    final FastTextModelFile file =
        new FastTextModelFile(random.nextLong())
            .version(random.nextInt(4) == 0 ? 11 : 12)
            .loss(loss)
            .dimensions(dimensions)
            .words(words)
            .labels(IntStream.range(0, labels).mapToObj(label -> "__label__" + label).toArray(String[]::new))
            .labelCounts(random.longs(labels, 1, 40).map(count -> -count).sorted().map(count -> -count).toArray())
            .wordNgrams(wordNgrams)
            .buckets(buckets)
            .scale(new float[] {0.25f, 1f, 2f}[random.nextInt(3)]);
    if (subwords) {
      final int shortest = 1 + random.nextInt(3);
      file.subwords(shortest, Math.max(1, shortest + random.nextInt(4) - 1));
    }
    if (random.nextInt(3) > 0) {
      file.quantised(1 + random.nextInt(dimensions), random.nextBoolean());
      if (random.nextBoolean()) {
        file.quantisedOutput();
      }
      if (random.nextBoolean()) {
        file.keeping(random.ints(0, Math.max(buckets, 1)).distinct().limit(buckets == 0 ? 0 : random.nextInt(buckets)).toArray());
      }
    }
    return file;
  }

  /** A text of words of the models, words close to these, others, labels and every kind of white space. */
  byte[] text() {
    final ByteArrayOutputStream text = new ByteArrayOutputStream();
    final int tokens = switch (random.nextInt(10)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> 900 + random.nextInt(1500);
      default -> random.nextInt(30);
    };
    for (int token = 0; token < tokens; token++) {
      if (random.nextInt(8) > 0) {
        separate(text);
      }
      text.writeBytes(token(tokens));
    }
    if (random.nextBoolean()) {
      separate(text);
    }
    return text.toByteArray();
  }

  private void separate(final ByteArrayOutputStream text) {
    for (int count = 1 + (random.nextInt(5) == 0 ? random.nextInt(80) : 0); count > 0; count--) {
      text.write(WHITE[random.nextInt(WHITE.length)]);
    }
  }

  private byte[] token(final int tokens) {
    final int kind = random.nextInt(40);
    if (kind == 0) {
      return "__label__1".getBytes(StandardCharsets.US_ASCII);
    }
    if (kind == 1) {
      return "__label__unknown".getBytes(StandardCharsets.US_ASCII);
    }
    if (kind == 2 && random.nextInt(1 + tokens) == 0) {
      return "</s>".getBytes(StandardCharsets.US_ASCII);
    }
    if (kind == 3 && random.nextInt(1 + tokens / 10) == 0) {
      final byte[] huge = new byte[4000 + random.nextInt(5000)];
      Arrays.fill(huge, (byte) 'a');
      return huge;
    }
    if (kind < 25 && !words.isEmpty()) {
      return close(words.get(random.nextInt(words.size())));
    }
    return word();
  }

  /** The word itself, or the word with a byte more, less or changed. */
  private byte[] close(final byte[] word) {
    final byte[] changed =
        switch (random.nextInt(8)) {
          case 0 -> Arrays.copyOf(word, Math.max(word.length - 1, 1));
          case 1 -> Arrays.copyOf(word, word.length + 1);
          default -> word.clone();
        };
    if (changed.length > word.length) {
      changed[word.length] = 'a';
    } else if (random.nextInt(6) == 0) {
      changed[random.nextInt(changed.length)] = 'q';
    }
    return changed;
  }

  private byte[] word() {
    final int length = LENGTHS[random.nextInt(LENGTHS.length)];
    final ByteArrayOutputStream word = new ByteArrayOutputStream();
    final List<byte[]> pieces = new ArrayList<>();
    for (final String piece : PIECES) {
      pieces.add(piece.getBytes(StandardCharsets.UTF_8));
    }
    final boolean plain = random.nextInt(3) > 0;
    while (word.size() < length) {
      if (plain) {
        word.write("abx".charAt(random.nextInt(3)));
      } else if (random.nextInt(10) == 0) {
        word.writeBytes(BROKEN[random.nextInt(BROKEN.length)]);
      } else {
        word.writeBytes(pieces.get(random.nextInt(pieces.size())));
      }
    }
    return word.toByteArray();
  }
}
