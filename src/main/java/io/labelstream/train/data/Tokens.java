package io.labelstream.train.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes label tokens out of texts: tokens are separated by white space as fastText defines it. Not thread-safe. */
final class Tokens {
  private final byte[] prefix;
  private final LabelNames names;
  private final List<String> labels = new ArrayList<>();
  private int start;
  private int end;

  /** @param prefix the prefix of label tokens */
  Tokens(final String prefix, final LabelNames names) {
    this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
    this.names = names;
  }

  static boolean isWhiteSpace(final byte value) {
    return value == ' ' || value >= 9 && value <= 13 || value == 0;
  }

  /** True if a label token starts at {@code at}. The bare prefix is none, as it has no name. */
  private boolean isLabel(final byte[] line, final int at, final int end) {
    return end - at > prefix.length && line[at] == prefix[0] && Arrays.equals(line, at, at + prefix.length, prefix, 0, prefix.length);
  }

  /**
   * Takes the label tokens out of a text, which is modified if one is between words; line feeds within become spaces. {@link #start()} and {@link #end()} are
   * then the edges of the rest, {@link #labels()} the labels.
   *
   * @throws UnreadableLineException if a label is not UTF-8
   */
  void cut(final byte[] line, final int from, final int to) throws UnreadableLineException {
    labels.clear();
    start = from;
    end = from;
    int runStart = -1;
    int runEnd = from;
    for (int token = nextToken(line, from, to); token < to; ) {
      final int tokenEnd = endOfToken(line, token, to);
      if (isLabel(line, token, tokenEnd)) {
        labels.add(names.of(line, token + prefix.length, tokenEnd));
        keep(line, runStart, runEnd);
        runStart = -1;
      } else {
        runStart = runStart < 0 ? token : runStart;
        runEnd = tokenEnd;
      }
      token = nextToken(line, tokenEnd, to);
    }
    keep(line, runStart, runEnd);
  }

  /** The start of the next token, or {@code to}; line feeds before it become spaces. */
  private static int nextToken(final byte[] line, final int from, final int to) {
    int at = from;
    for (; at < to && isWhiteSpace(line[at]); at++) {
      if (line[at] == '\n') {
        line[at] = ' ';
      }
    }
    return at;
  }

  private static int endOfToken(final byte[] line, final int from, final int to) {
    int at = from;
    while (at < to && !isWhiteSpace(line[at])) {
      at++;
    }
    return at;
  }

  /** Appends a run of words to the text: the first stays where it is, later ones move up to it. */
  private void keep(final byte[] line, final int runStart, final int runEnd) {
    if (runStart < 0) {
      return;
    }
    if (end == start) {
      start = runStart;
      end = runEnd;
    } else {
      line[end] = ' ';
      System.arraycopy(line, runStart, line, end + 1, runEnd - runStart);
      end += 1 + runEnd - runStart;
    }
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  List<String> labels() {
    return labels;
  }
}
