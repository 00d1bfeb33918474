package io.labelstream.train.encoder.distil;

import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.WordPieceTokenizer;
import io.labelstream.model.encoder.WordPieceTokens;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Texts in memory, with their word pieces.
 *
 * @param texts UTF-8
 * @param pieces of all texts, one after the other
 * @param starts where the pieces of each text begin, and where those of the last one end
 */
record PieceTexts(List<byte[]> texts, int[] pieces, int[] starts) {
  PieceTexts {
    texts = List.copyOf(texts);
  }

  /** Reads texts from a source. */
  static PieceTexts of(final ExampleSource source, final WordPieceVocabulary vocabulary) throws IOException, TrainingDataException {
    final List<byte[]> texts = new ArrayList<>();
    source.forEach(example -> texts.add(Arrays.copyOfRange(example.text(), example.offset(), example.offset() + example.length())));
    return of(texts, vocabulary);
  }

  /** Cuts texts into pieces. */
  static PieceTexts of(final List<byte[]> texts, final WordPieceVocabulary vocabulary) {
    final IntArrayList pieces = new IntArrayList();
    final IntArrayList starts = new IntArrayList();
    final SharedText shared = new SharedText();
    try (Arena arena = Arena.ofConfined()) {
      final WordPieceTokenizer tokenizer = WordPieceTokenizer.open(vocabulary, arena);
      for (final byte[] text : texts) {
        shared.set(text, 0, text.length);
        final WordPieceTokens tokens = shared.features(tokenizer);
        starts.add(pieces.size());
        pieces.addElements(pieces.size(), tokens.ids(), 0, tokens.count());
      }
    }
    starts.add(pieces.size());
    return new PieceTexts(texts, pieces.toIntArray(), starts.toIntArray());
  }

  /** The number of texts. */
  int size() {
    return texts.size();
  }

  /** The numbers of the texts that have a piece, ascending. */
  int[] known() {
    return IntStream.range(0, size()).filter(text -> starts[text] < starts[text + 1]).toArray();
  }

  /** The texts that begin at {@code from}, up to {@code to}. */
  PieceTexts part(final int from, final int to) {
    final int[] shifted = Arrays.copyOfRange(starts, from, to + 1);
    final int first = shifted[0];
    Arrays.setAll(shifted, index -> shifted[index] - first);
    return new PieceTexts(texts.subList(from, to), Arrays.copyOfRange(pieces, first, starts[to]), shifted);
  }
}
