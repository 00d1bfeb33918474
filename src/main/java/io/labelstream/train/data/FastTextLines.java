package io.labelstream.train.data;

/** fastText's own form: {@code __label__x __label__y some text}, with label tokens anywhere. */
final class FastTextLines implements LineParser {
  private final Tokens tokens;

  /** @param prefix the prefix of label tokens */
  FastTextLines(final String prefix) {
    this.tokens = new Tokens(prefix, new LabelNames());
  }

  @Override
  public Example parse(final byte[] line, final int offset, final int length) throws UnreadableLineException {
    tokens.cut(line, offset, offset + length);
    return new Example(line, tokens.start(), tokens.end() - tokens.start(), tokens.labels());
  }
}
