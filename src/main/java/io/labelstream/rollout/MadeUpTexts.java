package io.labelstream.rollout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Meaningless texts, always the same ones, on which code is run until it is compiled. */
public final class MadeUpTexts {
  private static final long SEED = 1;
  private static final int TEXTS = 64;
  private static final int WORDS = 24;
  private static final String[] SYLLABLES = {"la", "bel", "stre", "am", "on", "ti", "né", "ü", "мо", "на", "語", "字", "ου", "ra", "ke", "so"};
  private static final List<byte[]> UTF8 = texts();

  private MadeUpTexts() {}

  /** The texts, not to be changed. */
  public static List<byte[]> utf8() {
    return UTF8;
  }

  private static List<byte[]> texts() {
    final Random random = new Random(SEED);
    final List<byte[]> texts = new ArrayList<>();
    for (int text = 0; text < TEXTS; text++) {
      final StringBuilder words = new StringBuilder();
      for (int word = random.nextInt(WORDS); word >= 0; word--) {
        for (int syllable = random.nextInt(4); syllable >= 0; syllable--) {
          words.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        words.append(' ');
      }
      texts.add(words.toString().getBytes(StandardCharsets.UTF_8));
    }
    return List.copyOf(texts);
  }
}
