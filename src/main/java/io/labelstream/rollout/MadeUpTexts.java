package io.labelstream.rollout;

import io.labelstream.model.TextClassifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Meaningless texts on which code is run until it is compiled, always the same ones for the same words. Most of their words are of those that a model knows, the
 * others are unknown to it: code that is compiled while it has only seen the one would have to be compiled again for the other.
 */
public final class MadeUpTexts {
  private static final long SEED = 1;
  private static final int TEXTS = 64;
  private static final int WORDS = 24;
  private static final String[] SYLLABLES = {"la", "bel", "stre", "am", "on", "ti", "né", "ü", "мо", "на", "語", "字", "ου", "ra", "ke", "so"};
  private static final int KNOWN_WORDS = 512;
  private static final int WORDS_FOR_EACH_UNKNOWN = 4;

  private MadeUpTexts() {}

  /** Texts for a model, in UTF-8. */
  public static List<byte[]> of(final TextClassifier classifier) {
    final List<String> known = classifier.words(KNOWN_WORDS).stream().map(word -> new String(word, StandardCharsets.UTF_8)).toList();
    final Random random = new Random(SEED);
    final List<byte[]> texts = new ArrayList<>();
    for (int text = 0; text < TEXTS; text++) {
      final StringBuilder words = new StringBuilder();
      for (int word = random.nextInt(WORDS); word >= 0; word--) {
        words.append(known.isEmpty() || word % WORDS_FOR_EACH_UNKNOWN == 0 ? unknown(random) : known.get(random.nextInt(known.size()))).append(' ');
      }
      texts.add(words.toString().getBytes(StandardCharsets.UTF_8));
    }
    return List.copyOf(texts);
  }

  private static String unknown(final Random random) {
    final StringBuilder word = new StringBuilder();
    for (int syllable = random.nextInt(4); syllable >= 0; syllable--) {
      word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    return word.toString();
  }
}
