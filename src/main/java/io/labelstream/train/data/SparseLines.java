package io.labelstream.train.data;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of {@link DataFormat#XMC}: {@code label,label feature:value feature:value}, where a line without labels begins with a space. */
final class SparseLines implements LineParser {
  /** Ids from here on are not told apart: all are too large. */
  private static final long LARGEST = 10_000_000_000L;

  private final XmcHeader header;
  private final LabelNames names = new LabelNames();
  private final List<String> labels = new ArrayList<>();
  private int[] features = new int[1 << 6];

  SparseLines(final XmcHeader header) {
    this.header = header;
  }

  XmcHeader header() {
    return header;
  }

  /** The example in a line, whose features are moved together so that one space is between them. */
  @Override
  public Example parse(final byte[] line, final int offset, final int length) throws UnreadableLineException {
    final int to = offset + length;
    labels.clear();
    int count = 0;
    int textEnd = offset;
    for (int from = next(line, offset, to), end; from < to; from = next(line, end, to)) {
      end = end(line, from, to);
      final int colon = colon(line, from, end);
      if (from == offset && colon == end) {
        readLabels(line, from, end);
        continue;
      }
      features = IntArrays.grow(features, count + 1);
      features[count] = feature(line, from, colon, end, count + 1);
      count++;
      if (textEnd > offset) {
        line[textEnd++] = ' ';
      }
      System.arraycopy(line, from, line, textEnd, end - from);
      textEnd += end - from;
    }
    requireDistinct(count);
    return new Example(line, offset, textEnd - offset, labels);
  }

  private static int next(final byte[] line, final int from, final int to) {
    int at = from;
    while (at < to && Tokens.isWhiteSpace(line[at])) {
      at++;
    }
    return at;
  }

  private static int end(final byte[] line, final int from, final int to) {
    int at = from;
    while (at < to && !Tokens.isWhiteSpace(line[at])) {
      at++;
    }
    return at;
  }

  private static int colon(final byte[] line, final int from, final int to) {
    int at = from;
    while (at < to && line[at] != ':') {
      at++;
    }
    return at;
  }

  private void readLabels(final byte[] line, final int from, final int to) throws UnreadableLineException {
    int start = from;
    for (int at = from; at <= to; at++) {
      if (at == to || line[at] == ',') {
        requireId(line, start, at, header.labels(), "label");
        labels.add(names.of(line, withoutZeros(line, start, at), at));
        start = at + 1;
      }
    }
  }

  private int feature(final byte[] line, final int from, final int colon, final int to, final int place) throws UnreadableLineException {
    if (colon == to) {
      throw new UnreadableLineException("entry " + place + " after the labels has no colon, expected feature:value, and commas alone between labels");
    }
    final int feature = requireId(line, from, colon, header.features(), "feature");
    requireFinite(line, colon + 1, to, feature);
    return feature;
  }

  /** The id in these bytes, a whole number from 0 to below {@code count}. */
  private static int requireId(final byte[] line, final int from, final int to, final int count, final String kind) throws UnreadableLineException {
    final int start = from < to && line[from] == '-' ? from + 1 : from;
    long id = 0;
    for (int at = start; at < to; at++) {
      if (!isDigit(line[at])) {
        throw noId(kind, count);
      }
      id = Math.min(10 * id + line[at] - '0', LARGEST);
    }
    if (start == to) {
      throw noId(kind, count);
    }
    if (start > from || id >= count) {
      throw new UnreadableLineException(kind + (start > from ? " -" : " ") + id + (id == LARGEST ? " or more" : "") + ", expected one from 0 to " + (count - 1)
          + " as the first line counts " + count + "; " + (id == count ? "do the ids begin at 1?" : "correct the id, or the first line"));
    }
    return (int) id;
  }

  private static UnreadableLineException noId(final String kind, final int count) {
    return new UnreadableLineException("a " + kind + " is no whole number, expected one from 0 to " + (count - 1) + "; is the line of another format?");
  }

  private static boolean isDigit(final byte value) {
    return value >= '0' && value <= '9';
  }

  /** The start of a number without zeros that say nothing, so that equal ids are equal labels. */
  private static int withoutZeros(final byte[] line, final int from, final int to) {
    int at = from;
    while (at < to - 1 && line[at] == '0') {
      at++;
    }
    return at;
  }

  /** Java's own parser takes more than numbers of the format, such as {@code 1f} and {@code NaN}. */
  private static void requireFinite(final byte[] line, final int from, final int to, final int feature) throws UnreadableLineException {
    boolean isFinite = true;
    for (int at = from; at < to; at++) {
      isFinite &= isDigit(line[at]) || line[at] == '.' || line[at] == '-' || line[at] == '+' || line[at] == 'e' || line[at] == 'E';
    }
    try {
      isFinite &= Float.isFinite(Float.parseFloat(new String(line, from, to - from, StandardCharsets.ISO_8859_1)));
    } catch (final NumberFormatException malformed) {
      isFinite = false;
    }
    if (!isFinite) {
      throw new UnreadableLineException("the value of feature " + feature + " is no finite number, expected one such as 0.25; correct it, or drop the feature");
    }
  }

  private void requireDistinct(final int count) throws UnreadableLineException {
    boolean isAscending = true;
    for (int at = 1; at < count; at++) {
      isAscending &= features[at - 1] < features[at];
    }
    if (isAscending) {
      return;
    }
    Arrays.sort(features, 0, count);
    for (int at = 1; at < count; at++) {
      if (features[at - 1] == features[at]) {
        throw new UnreadableLineException("feature " + features[at] + " comes twice in the row, expected once; drop one, or add up their values");
      }
    }
  }
}
