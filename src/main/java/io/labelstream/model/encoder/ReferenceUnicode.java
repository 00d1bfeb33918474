package io.labelstream.model.encoder;

import java.util.BitSet;
import java.util.HexFormat;

/**
 * Properties of code points as the reference tokenizer knows them: general categories as in Unicode 8.0, canonical decompositions and combining classes as in
 * 9.0, while lower case is that of the present. The Java runtime has later versions of all; the lists here are those code points that got, or changed, such a
 * property since then. They hold for Unicode 16.0, of Java 25.
 */
final class ReferenceUnicode {
  private static final BitSet LATER_FORMATS = points("890-891 8E2 110CD 13430-1343F");

  private static final BitSet LATER_PUNCTUATION =
      points(
          """
          61D 9FD A76 C77 C84 1B4E-1B4F 1B7D-1B7F 2E43-2E4F 2E52-2E5D 10D6E 10EAD 10F55-10F59 10F86-10F89 113D4-113D5 113D7-113D8 1144B-1144F 1145A-1145B 1145D
          11660-1166C 116B9 1183B 11944-11946 119E2 11A3F-11A46 11A9A-11A9C 11A9E-11AA2 11B00-11B09 11BE1 11C41-11C45 11C70-11C71 11EF7-11EF8 11F43-11F4F 11FFF
          12FF1-12FF2 16D6D-16D6F 16E97-16E9A 16FE2 1E5FF 1E95E-1E95F
          """);

  private static final BitSet FORMER_PUNCTUATION = points("166D 111C9");

  private static final BitSet LATER_MARKS =
      points(
          """
          7FD 897-89F 8CA-8E1 9FE AFA-AFF B55 C04 C3C D00 D3B-D3C D81 EBA ECE 180F 1885-1886 1ABF-1ACE 1DF6-1DFB A82C A8C5 A8FF A9BD 10D24-10D27 10D69-10D6D
          10EAB-10EAC 10EFC-10EFF 10F46-10F50 10F82-10F85 11070 11073-11074 110C2 111C9 111CF 1123E 11241 1133B 113BB-113C0 113CE 113D0 113D2 113E1-113E2
          11438-1143F 11442-11444 11446 1145E 1182F-11837 11839-1183A 1193B-1193C 1193E 11943 119D4-119D7 119DA-119DB 119E0 11A01-11A0A 11A33-11A38 11A3B-11A3E
          11A47 11A51-11A56 11A59-11A5B 11A8A-11A96 11A98-11A99 11C30-11C36 11C38-11C3D 11C3F 11C92-11CA7 11CAA-11CB0 11CB2-11CB3 11CB5-11CB6 11D31-11D36 11D3A
          11D3C-11D3D 11D3F-11D45 11D47 11D90-11D91 11D95 11D97 11EF3-11EF4 11F00-11F01 11F36-11F3A 11F40 11F42 11F5A 13440 13447-13455 1611E-16129 1612D-1612F
          16F4F 16FE4 1CF00-1CF2D 1CF30-1CF46 1E000-1E006 1E008-1E018 1E01B-1E021 1E023-1E024 1E026-1E02A 1E08F 1E130-1E136 1E2AE 1E2EC-1E2EF 1E4EC-1E4EF
          1E5EE-1E5EF 1E944-1E94A
          """);

  private static final BitSet FORMER_MARKS = points("1734 1171E");

  private static final BitSet LATER_DECOMPOSED = points("105C9 105E4 11383 11385 1138E 11391 113C5 113C7-113C8 11938 16121-16128 16D68-16D6A");

  /** Code points with a combining class other than 0 since Unicode 9.0, but for those that are {@linkplain #isMark marks} here. */
  private static final BitSet LATER_COMBINING =
      points(
          """
          7FD 897-89F 8CA-8D3 9FE C3C D3B-D3C EBA 1715 1ABF-1ACE 1DF6-1DFA A82C 10D24-10D27 10D69-10D6D 10EAB-10EAC 10EFD-10EFF 10F46-10F50 10F82-10F85 11070
          1133B 113CE-113D0 1145E 11839-1183A 1193D-1193E 11943 119E0 11A34 11A47 11A99 11D42 11D44-11D45 11D97 11F41-11F42 1612F 16FF0-16FF1 1E08F 1E130-1E136
          1E2AE 1E2EC-1E2EF 1E4EC-1E4EF 1E5EE-1E5EF
          """);

  private static final int PUNCTUATION =
      1 << Character.CONNECTOR_PUNCTUATION | 1 << Character.DASH_PUNCTUATION | 1 << Character.START_PUNCTUATION | 1 << Character.END_PUNCTUATION
          | 1 << Character.INITIAL_QUOTE_PUNCTUATION | 1 << Character.FINAL_QUOTE_PUNCTUATION | 1 << Character.OTHER_PUNCTUATION;

  private static final int MARKS = 1 << Character.NON_SPACING_MARK | 1 << Character.COMBINING_SPACING_MARK | 1 << Character.ENCLOSING_MARK;

  private static final int SPACES = 1 << Character.SPACE_SEPARATOR | 1 << Character.LINE_SEPARATOR | 1 << Character.PARAGRAPH_SEPARATOR;

  private ReferenceUnicode() {}

  private static BitSet points(final String ranges) {
    final BitSet points = new BitSet();
    for (final String range : ranges.strip().split("\\s+")) {
      final int dash = range.indexOf('-');
      final int first = HexFormat.fromHexDigits(dash < 0 ? range : range.substring(0, dash));
      points.set(first, 1 + (dash < 0 ? first : HexFormat.fromHexDigits(range, dash + 1, range.length())));
    }
    return points;
  }

  private static boolean isOf(final int point, final int categories) {
    return (categories >> Character.getType(point) & 1) != 0;
  }

  /** White space: of the category Z, or one of the control characters that end words and lines. */
  static boolean isSpace(final int point) {
    return point == '\t' || point == '\n' || point == '\r' || isOf(point, SPACES);
  }

  /** A character that is taken out of the text: of the categories Cc, Cf and Co, but for white space, and the replacement character. */
  static boolean isRemoved(final int point) {
    final int category = Character.getType(point);
    return point == 0xFFFD
        || category == Character.CONTROL && !isSpace(point)
        || category == Character.PRIVATE_USE
        || category == Character.FORMAT && !LATER_FORMATS.get(point);
  }

  /** A piece of its own: an ASCII character that is neither letter nor digit, or of the category P. */
  static boolean isPunctuation(final int point) {
    if (point < 0x80) {
      return point > ' ' && point < 0x7F && !Character.isLetterOrDigit(point);
    }
    return isOf(point, PUNCTUATION) && !LATER_PUNCTUATION.get(point) || FORMER_PUNCTUATION.get(point);
  }

  /** An accent: of the category Mn. */
  static boolean isMark(final int point) {
    return Character.getType(point) == Character.NON_SPACING_MARK && !LATER_MARKS.get(point) || FORMER_MARKS.get(point);
  }

  /** The {@link CombiningOrder#rank} of a point without a decomposition; 0 if its combining class is unknown to the reference. */
  static int combiningRank(final int point) {
    return isOf(point, MARKS) && !LATER_COMBINING.get(point) ? CombiningOrder.rank(point) : 0;
  }

  /** True if the decomposition is known to the reference. */
  static boolean isDecomposed(final int point) {
    return !LATER_DECOMPOSED.get(point);
  }

  /** A character of Chinese, Japanese or Korean that is a word of its own and has no decomposition. The gap from 2B820 to 2B91F is the reference's. */
  static boolean isUnifiedIdeograph(final int point) {
    return point >= 0x3400 && point <= 0x4DBF
        || point >= 0x4E00 && point <= 0x9FFF
        || point >= 0x20000 && point <= 0x2A6DF
        || point >= 0x2A700 && point <= 0x2B81F
        || point >= 0x2B920 && point <= 0x2CEAF;
  }

  /** Another such character, which may have a decomposition. */
  static boolean isCompatibilityIdeograph(final int point) {
    return point >= 0xF900 && point <= 0xFAFF || point >= 0x2F800 && point <= 0x2FA1F;
  }
}
