package io.labelstream.train.inception.text;

import io.labelstream.model.SharedText;
import io.labelstream.model.inception.TextWords;
import io.labelstream.model.inception.WordRules;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The labelled texts of a source, which is read once, as numbers of all their words and labels. Texts without a label are only counted. */
final class NumberedTexts {
  /** The source has more than arrays can hold. */
  private static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** So that lists, which grow by half, stay within what an array can hold. */
  private static final int MOST = 1 << 30;

  private final WordRules rules;
  private final SharedText text = new SharedText();
  private final Names words;
  private final Names labels;
  private final IntArrayList wordEnds = new IntArrayList();
  private final IntArrayList wordNumbers = new IntArrayList();
  private final IntArrayList labelEnds = new IntArrayList();
  private final IntArrayList labelNumbers = new IntArrayList();
  private int withoutLabel;

  private NumberedTexts(final WordRules rules, final Names words, final Names labels) {
    this.rules = rules;
    this.words = words;
    this.labels = labels;
  }

  /**
   * Reads {@code source}.
   *
   * @param words gets the new words
   * @param labels gets the new labels
   */
  static NumberedTexts read(final ExampleSource source, final WordRules rules, final Names words, final Names labels)
      throws IOException, TrainingDataException {
    final NumberedTexts texts = new NumberedTexts(rules, words, labels);
    try {
      source.forEach(texts::add);
    } catch (final FullException e) {
      throw new TrainingDataException(
          "'" + source.name() + "' has more than " + MOST + " words or labels after " + texts.size() + " texts: train on fewer texts", e);
    }
    return texts;
  }

  private void add(final Example example) {
    if (example.labels().isEmpty()) {
      withoutLabel++;
      return;
    }
    if (example.length() > MOST - wordNumbers.size() || example.labels().size() > MOST - labelNumbers.size()) {
      throw new FullException();
    }
    text.set(example.text(), example.offset(), example.length());
    final TextWords found = text.features(rules);
    for (int word = 0; word < found.count(); word++) {
      wordNumbers.add(words.number(new String(found.bytes(), found.start(word), found.length(word), StandardCharsets.UTF_8)));
    }
    for (final String label : example.labels()) {
      labelNumbers.add(labels.number(label));
    }
    wordEnds.add(wordNumbers.size());
    labelEnds.add(labelNumbers.size());
  }

  int size() {
    return wordEnds.size();
  }

  int withoutLabel() {
    return withoutLabel;
  }

  int wordStart(final int text) {
    return text == 0 ? 0 : wordEnds.getInt(text - 1);
  }

  int wordEnd(final int text) {
    return wordEnds.getInt(text);
  }

  int word(final int at) {
    return wordNumbers.getInt(at);
  }

  int labelStart(final int text) {
    return text == 0 ? 0 : labelEnds.getInt(text - 1);
  }

  int labelEnd(final int text) {
    return labelEnds.getInt(text);
  }

  int label(final int at) {
    return labelNumbers.getInt(at);
  }
}
