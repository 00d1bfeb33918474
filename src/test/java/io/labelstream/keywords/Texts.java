package io.labelstream.keywords;

import java.util.Random;

/** Labelled texts of two kinds, each with words of its own and some of both. */
final class Texts {
  static final String FOOD = "food";
  static final String DRINK = "drink";
  private static final int WORDS = 20;

  private Texts() {}

  /** Label and text of each line, with a tab between. */
  static String lines(final int count) {
    final Random random = new Random(5);
    final StringBuilder lines = new StringBuilder();
    for (int line = 0; line < count; line++) {
      final String label = line % 2 == 0 ? FOOD : DRINK;
      lines.append(label).append('\t').append(label).append(random.nextInt(WORDS)).append(' ').append(label).append(random.nextInt(WORDS))
          .append(" and").append(random.nextInt(WORDS)).append('\n');
    }
    return lines.toString();
  }
}
