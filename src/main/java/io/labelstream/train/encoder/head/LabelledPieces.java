package io.labelstream.train.encoder.head;

import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.PiecePairs;
import io.labelstream.model.encoder.WordPieceTokenizer;
import io.labelstream.model.encoder.WordPieceTokens;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Labelled texts as word pieces. Texts without a label or without a piece are only counted.
 *
 * @param starts of each text's pieces, and the end of the last one's
 * @param pieces ids, or rows of a table with them and pairs
 * @param labelStarts of each text's labels, and the end of the last one's
 * @param labels ids
 * @param passedOver the number of texts that are left out
 */
record LabelledPieces(int[] starts, int[] pieces, int[] labelStarts, int[] labels, int passedOver) {
  /** The number of texts. */
  int count() {
    return starts.length - 1;
  }

  /** The first label of each of these texts. */
  int[] firstLabels(final int[] texts) {
    return IntStream.of(texts).map(text -> labels[labelStarts[text]]).toArray();
  }

  /**
   * The same texts with the rows of their pairs behind those of their pieces.
   *
   * @param vocabulary of the pieces; rows of pairs come after its own
   */
  LabelledPieces with(final PiecePairs pairs, final WordPieceVocabulary vocabulary) {
    final Long2IntOpenHashMap rows = new Long2IntOpenHashMap();
    for (int pair = 0; pair < pairs.count(); pair++) {
      rows.put(FrequentPairs.key(pairs.first(pair), pairs.second(pair)), vocabulary.size() + pair);
    }
    final int[] ends = new int[starts.length];
    final IntArrayList all = new IntArrayList(pieces.length);
    for (int text = 0; text < count(); text++) {
      all.addElements(all.size(), pieces, starts[text], starts[text + 1] - starts[text]);
      forEachPair(text, vocabulary, pair -> {
        final int row = rows.get(pair);
        if (row > 0) {
          all.add(row);
        }
      });
      ends[text + 1] = all.size();
    }
    return new LabelledPieces(ends, all.toIntArray(), labelStarts, labels, passedOver);
  }

  /** Visits the keys of a text's pairs, as {@link FrequentPairs#key} makes them, from the piece before the text to the one after it. */
  void forEachPair(final int text, final WordPieceVocabulary vocabulary, final LongConsumer consumer) {
    int before = vocabulary.first();
    for (int at = starts[text]; at < starts[text + 1]; at++) {
      consumer.accept(FrequentPairs.key(before, pieces[at]));
      before = pieces[at];
    }
    consumer.accept(FrequentPairs.key(before, vocabulary.last()));
  }

  /**
   * Reads texts.
   *
   * @param names of labels; those that are not there yet are added
   * @throws IOException if the source cannot be read
   * @throws TrainingDataException if it is of another form than expected
   */
  static LabelledPieces read(final ExampleSource source, final WordPieceTokenizer tokenizer, final List<String> names)
      throws IOException, TrainingDataException {
    final SharedText text = new SharedText();
    final Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>();
    ids.defaultReturnValue(-1);
    names.forEach(name -> ids.put(name, ids.size()));
    final IntArrayList starts = IntArrayList.of(0);
    final IntArrayList pieces = new IntArrayList();
    final IntArrayList labelStarts = IntArrayList.of(0);
    final IntArrayList labels = new IntArrayList();
    final int[] passedOver = new int[1];
    source.forEach(example -> {
      text.set(example.text(), example.offset(), example.length());
      final WordPieceTokens found = text.features(tokenizer);
      if (example.labels().isEmpty() || found.count() == 0) {
        passedOver[0]++;
        return;
      }
      pieces.addElements(pieces.size(), found.ids(), 0, found.count());
      starts.add(pieces.size());
      for (final String label : example.labels()) {
        int id = ids.getInt(label);
        if (id < 0) {
          id = names.size();
          names.add(label);
          ids.put(label, id);
        }
        labels.add(id);
      }
      labelStarts.add(labels.size());
    });
    return new LabelledPieces(starts.toIntArray(), pieces.toIntArray(), labelStarts.toIntArray(), labels.toIntArray(), passedOver[0]);
  }
}
