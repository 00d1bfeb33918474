package io.labelstream.train.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes examples of texts and labels that stand apart from each other. Not thread-safe. */
public final class LabelCells {
  private final Optional<Character> separator;
  private final LabelNames names = new LabelNames();
  private final Tokens tokens = new Tokens(names);
  private final List<String> labels = new ArrayList<>();

  /** @param separator the ASCII character between labels that stand in one cell; empty: a cell is one label */
  public LabelCells(final Optional<Character> separator) {
    this.separator = separator;
  }

  /**
   * An example.
   *
   * @param text in one line or several; tokens that name labels are left out of it
   * @param cells of labels: white space around a label and fastText's prefix are left out, each white space within becomes {@code _}
   */
  public Example example(final String text, final List<String> cells) {
    labels.clear();
    for (final String label : cells) {
      final byte[] cell = label.getBytes(StandardCharsets.UTF_8);
      add(cell, 0, cell.length);
    }
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return example(bytes, 0, bytes.length);
  }

  /** Forgets the labels added before. */
  void clear() {
    labels.clear();
  }

  /** Adds the labels of a cell, which is written to. */
  void add(final byte[] cell, final int from, final int to) {
    names.split(cell, from, to, separator, labels);
  }

  /** An example with the labels added before, of a text which is written to. */
  Example example(final byte[] text, final int from, final int to) {
    tokens.cut(text, from, to);
    return new Example(text, tokens.start(), tokens.end() - tokens.start(), labels);
  }
}
