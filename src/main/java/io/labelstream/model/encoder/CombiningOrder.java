package io.labelstream.model.encoder;

import java.text.Normalizer;

/** The canonical order of combining characters, found by the way in which the Java runtime sorts two of them: it does not tell their classes. */
final class CombiningOrder {
  /** One character of each of the classes 1, 7, 8, 9, 10, 84, 103, 129, 202, 214, 216, 218, 220, 222, 224, 226, 228, 230, 232, 233, 234 and 240. */
  private static final int[] LADDER = {
    0x0334, 0x093C, 0x3099, 0x094D, 0x05B0, 0x0C55, 0x0E38, 0x0F71, 0x0321, 0x1DCE, 0x031B, 0x302A, 0x0316, 0x059A, 0x302E, 0x1D16D, 0x05AE, 0x0300, 0x0315,
    0x035C, 0x035D, 0x0345
  };

  private static final String LAST = Character.toString(LADDER[LADDER.length - 1]);

  private CombiningOrder() {}

  /** A number by which combining characters are sorted; 0 if the point, which has no decomposition, starts a new run of them. */
  static int rank(final int point) {
    final String text = Character.toString(point);
    int rank = isSorted(LAST + text) && point != LADDER[LADDER.length - 1] ? 0 : 1;
    for (final int step : LADDER) {
      rank += isSorted(text + Character.toString(step)) ? 0 : 1;
    }
    return rank;
  }

  private static boolean isSorted(final String text) {
    return Normalizer.isNormalized(text, Normalizer.Form.NFD);
  }
}
