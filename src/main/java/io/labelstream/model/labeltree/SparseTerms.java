package io.labelstream.model.labeltree;

import io.labelstream.model.SharedText;

/**
 * Features that are given instead of found in a text: tokens {@code index:value} between white space. The key is the index, from 0 to 2^31 - 1; the value is a
 * decimal number such as {@code 1}, {@code -0.5} or {@code 2e-3} that a float can hold. Other tokens are left out.
 */
public record SparseTerms() implements Terms {

  @Override
  public void extract(final SharedText text, final TermList terms) {
    terms.clear();
    final byte[] bytes = text.bytes();
    final int end = text.offset() + text.length();
    int place = 0;
    for (int at = text.offset(); at < end; ) {
      if (isWhiteSpace(bytes[at])) {
        at++;
        continue;
      }
      final int start = at;
      while (at < end && !isWhiteSpace(bytes[at])) {
        at++;
      }
      add(bytes, start, at, ++place, terms);
    }
  }

  private static boolean isWhiteSpace(final byte value) {
    return value == ' ' || value >= '\t' && value <= '\r';
  }

  private static void add(final byte[] bytes, final int start, final int end, final int place, final TermList terms) {
    long index = 0;
    int at = start;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && index <= Integer.MAX_VALUE) {
      index = 10 * index + bytes[at++] - '0';
    }
    final boolean hasIndex = at > start && index <= Integer.MAX_VALUE && at < end && bytes[at] == ':';
    final float value = hasIndex ? Decimals.parse(bytes, at + 1, end) : Float.NaN;
    if (Float.isFinite(value)) {
      terms.add(index, value);
    } else {
      terms.addMalformed(place);
    }
  }
}
