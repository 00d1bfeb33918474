package io.labelstream.train.fasttext;

import io.labelstream.fixture.ExampleList;
import java.util.Random;

/** Made-up texts whose labels can be learnt from their words, for tests of training. */
final class Sentences {
  static final int LABELS = 4;

  private Sentences() {}

  /** Texts of two words of their label and four of any, the labels in turn; some words are long, and some are of other scripts. */
  static ExampleList of(final int count, final long seed) {
    final Random random = new Random(seed);
    final ExampleList examples = new ExampleList();
    for (int example = 0; example < count; example++) {
      final int label = example % LABELS;
      final StringBuilder text = new StringBuilder();
      for (int word = 0; word < 2; word++) {
        text.append(stem(label)).append(random.nextInt(9)).append(' ');
      }
      for (int word = 0; word < 4; word++) {
        text.append("mot-é").append(random.nextInt(60)).append(' ');
      }
      examples.add(text.toString(), "l" + label);
    }
    return examples;
  }

  private static String stem(final int label) {
    return new String[] {"alpha", "日本", "an-extraordinarily-long-word-", "d"}[label];
  }
}
