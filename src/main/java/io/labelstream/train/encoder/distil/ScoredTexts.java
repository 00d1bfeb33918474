package io.labelstream.train.encoder.distil;

import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.train.data.Column;
import io.labelstream.train.data.Columns;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.TextPair;
import io.labelstream.train.data.TextPairs;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Scored pairs of texts.
 *
 * @param texts the two of a pair, one after the other
 * @param scores one for each pair
 */
record ScoredTexts(PieceTexts texts, double[] scores) {
  private static final Columns COLUMNS = new Columns(new Column.Place(3), List.of(new Column.Place(1), new Column.Place(2)), Columns.Heading.NONE);

  static ScoredTexts of(final Path file, final WordPieceVocabulary vocabulary) throws IOException, TrainingDataException {
    final DataOptions options = DataOptions.usual().with(COLUMNS).with(new DataOptions.Fields(List.of("first", "second"), List.of("score")));
    final List<TextPair> pairs = TextPairs.of(file, options).pairs();
    final List<byte[]> texts = new ArrayList<>(2 * pairs.size());
    pairs.forEach(pair -> texts.addAll(List.of(pair.first(), pair.second())));
    return new ScoredTexts(PieceTexts.of(texts, vocabulary), pairs.stream().mapToDouble(TextPair::score).toArray());
  }
}
