package io.labelstream.train.labeltree;

import io.labelstream.model.SharedText;
import io.labelstream.model.labeltree.TermList;
import io.labelstream.model.labeltree.Terms;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Labelled texts after the one pass over their source: terms and labels are numbered by their first occurrence, and texts are sequences of these numbers. Texts
 * without a label are only counted.
 */
final class CountedTexts {
  /** The source has more than arrays can hold. */
  private static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The source has a token that is no term. */
  private static final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int place;

    MalformedException(final int place) {
      super(null, null, false, false);
      this.place = place;
    }
  }

  /** So that lists, which grow by half, stay within what an array can hold. */
  private static final int MOST = 1 << 30;

  private final Terms extractor;
  private final SharedText text = new SharedText();
  private final Long2IntOpenHashMap termNumbers = new Long2IntOpenHashMap();
  private final LongArrayList keys = new LongArrayList();
  private final IntArrayList termTexts = new IntArrayList();
  private final IntArrayList lastTexts = new IntArrayList();
  private final Object2IntOpenHashMap<String> labelNumbers = new Object2IntOpenHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final IntArrayList termEnds = new IntArrayList();
  private final IntArrayList terms = new IntArrayList();
  private final FloatArrayList values = new FloatArrayList();
  private final IntArrayList labelEnds = new IntArrayList();
  private final IntArrayList labels = new IntArrayList();
  private int withoutLabel;

  private CountedTexts(final Terms extractor) {
    this.extractor = extractor;
    termNumbers.defaultReturnValue(-1);
    labelNumbers.defaultReturnValue(-1);
  }

  /** Reads {@code source} once. */
  static CountedTexts of(final ExampleSource source, final Terms extractor) throws IOException, TrainingDataException {
    final CountedTexts counted = new CountedTexts(extractor);
    try {
      source.forEach(counted::add);
    } catch (final FullException e) {
      throw new TrainingDataException(
          source.name() + " has more than " + MOST + " terms or labels after " + counted.read() + " texts: train on fewer texts, or on fewer n-grams", e);
    } catch (final MalformedException e) {
      throw new TrainingDataException(
          source.name() + ": token " + e.place + " of text " + (counted.read() + 1)
              + " is no sparse feature, expected index:value with an index from 0 to " + Integer.MAX_VALUE + " and a finite number", e);
    }
    return counted;
  }

  private int read() {
    return texts() + withoutLabel;
  }

  private void add(final Example example) {
    if (example.labels().isEmpty()) {
      withoutLabel++;
      return;
    }
    text.set(example.text(), example.offset(), example.length());
    final TermList found = text.features(extractor);
    if (found.malformed() > 0) {
      throw new MalformedException(found.malformed());
    }
    if (found.count() > MOST - terms.size() || example.labels().size() > MOST - labels.size() || texts() == MOST) {
      throw new FullException();
    }
    for (int index = 0; index < found.count(); index++) {
      addTerm(found.keys()[index], found.values()[index]);
    }
    addLabels(example.labels());
    termEnds.add(terms.size());
    labelEnds.add(labels.size());
  }

  private void addTerm(final long key, final float value) {
    int term = termNumbers.putIfAbsent(key, keys.size());
    if (term < 0) {
      term = keys.size();
      keys.add(key);
      termTexts.add(0);
      lastTexts.add(-1);
    }
    if (lastTexts.getInt(term) != texts()) {
      lastTexts.set(term, texts());
      termTexts.set(term, termTexts.getInt(term) + 1);
    }
    terms.add(term);
    values.add(value);
  }

  private void addLabels(final List<String> some) {
    final int start = labels.size();
    for (final String name : some) {
      int label = labelNumbers.putIfAbsent(name, names.size());
      if (label < 0) {
        label = names.size();
        names.add(name);
      }
      labels.add(label);
    }
    if (some.size() > 1) {
      unite(start);
    }
  }

  /** Leaves out the labels of the last text that it has twice. */
  private void unite(final int start) {
    Arrays.sort(labels.elements(), start, labels.size());
    int end = start;
    for (int index = start; index < labels.size(); index++) {
      final int label = labels.getInt(index);
      if (end == start || labels.getInt(end - 1) != label) {
        labels.set(end++, label);
      }
    }
    labels.size(end);
  }

  /** The number of texts that have a label. */
  int texts() {
    return termEnds.size();
  }

  /** The number of texts without a label. */
  int withoutLabel() {
    return withoutLabel;
  }

  /** The number of different terms. */
  int terms() {
    return keys.size();
  }

  /** The key of a term. */
  long key(final int term) {
    return keys.getLong(term);
  }

  /** The number of texts that have a term. */
  int termTexts(final int term) {
    return termTexts.getInt(term);
  }

  /** The names of the labels. */
  List<String> names() {
    return names;
  }

  /** The start of a text's terms. */
  int termStart(final int text) {
    return text == 0 ? 0 : termEnds.getInt(text - 1);
  }

  /** The end of a text's terms. */
  int termEnd(final int text) {
    return termEnds.getInt(text);
  }

  /** The term at a place, each as often as it occurs in its text. */
  int term(final int at) {
    return terms.getInt(at);
  }

  /** The value of the term at a place. */
  float value(final int at) {
    return values.getFloat(at);
  }

  /** The start of a text's labels. */
  int labelStart(final int text) {
    return text == 0 ? 0 : labelEnds.getInt(text - 1);
  }

  /** The end of a text's labels. */
  int labelEnd(final int text) {
    return labelEnds.getInt(text);
  }

  /** The label at a place; none twice for a text. */
  int label(final int at) {
    return labels.getInt(at);
  }
}
