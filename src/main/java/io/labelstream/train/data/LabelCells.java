package io.labelstream.train.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes examples of texts and labels that are separate. Not thread-safe. */
public final class LabelCells {
  private static final char REPLACEMENT = '\uFFFD';

  private final DataOptions options;
  private final LabelNames names = new LabelNames();
  private final Tokens tokens = new Tokens(DataOptions.LABEL_PREFIX, names);
  private final List<String> labels = new ArrayList<>();

  /** @param options have the separator and the spelling of labels */
  public LabelCells(final DataOptions options) {
    this.options = options;
  }

  /**
   * An example.
   *
   * @param text one line or several; modified: tokens that name labels are removed
   * @param cells cells of labels: white space around a label and fastText's prefix are removed
   * @throws UnreadableLineException if a label holds an unpaired surrogate, or U+FFFD, which stands for bytes that were not UTF-8
   */
  public Example example(final byte[] text, final List<String> cells) throws UnreadableLineException {
    readLabels(cells);
    return labelled(text, 0, text.length);
  }

  /** The labels in cells, until the next call. */
  List<String> labels(final List<String> cells) throws UnreadableLineException {
    readLabels(cells);
    return labels;
  }

  private void readLabels(final List<String> cells) throws UnreadableLineException {
    labels.clear();
    for (final String label : cells) {
      if (label.indexOf(REPLACEMENT) >= 0 || label.codePoints().anyMatch(LabelCells::isSurrogate)) {
        throw new UnreadableLineException("a label holds an unpaired surrogate or U+FFFD, so that another label could be taken for it");
      }
      final byte[] cell = label.getBytes(StandardCharsets.UTF_8);
      names.split(cell, 0, cell.length, options, labels);
    }
  }

  /**
   * An example of the label in some bytes and the text in others, both of which are modified.
   *
   * @throws UnreadableLineException if a label is not UTF-8
   */
  Example example(final byte[] cell, final int cellFrom, final int cellTo, final byte[] text, final int textFrom, final int textTo)
      throws UnreadableLineException {
    labels.clear();
    names.split(cell, cellFrom, cellTo, options, labels);
    return labelled(text, textFrom, textTo);
  }

  private Example labelled(final byte[] text, final int from, final int to) throws UnreadableLineException {
    tokens.cut(text, from, to);
    return new Example(text, tokens.start(), tokens.end() - tokens.start(), labels);
  }

  private static boolean isSurrogate(final int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
