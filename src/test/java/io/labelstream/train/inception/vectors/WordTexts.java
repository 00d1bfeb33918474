package io.labelstream.train.inception.vectors;

import io.labelstream.train.inception.text.EncodedTexts;
import io.labelstream.train.inception.text.TextCounts;
import io.labelstream.train.inception.text.TrainingTexts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Texts to train vectors of words with. */
final class WordTexts {
  private WordTexts() {}

  /**
   * Texts of these words.
   *
   * @param labels the one of each text
   */
  static TrainingTexts of(final List<String> vocabulary, final List<List<String>> texts, final int... labels) {
    final int[] starts = new int[texts.size() + 1];
    for (int text = 0; text < texts.size(); text++) {
      starts[text + 1] = starts[text] + texts.get(text).size();
    }
    final int[] words = texts.stream().flatMap(List::stream).mapToInt(vocabulary::indexOf).toArray();
    final int[] wordTexts = vocabulary.stream().mapToInt(word -> (int) texts.stream().filter(text -> text.contains(word)).count()).toArray();
    final EncodedTexts encoded = new EncodedTexts(starts, words, IntStream.rangeClosed(0, texts.size()).toArray(), labels);
    final int most = IntStream.of(labels).max().orElseThrow();
    return new TrainingTexts(
        vocabulary.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new), wordTexts,
        IntStream.rangeClosed(0, most).mapToObj(label -> new byte[] {(byte) ('a' + label)}).toArray(byte[][]::new),
        IntStream.rangeClosed(0, most).map(label -> (int) IntStream.of(labels).filter(of -> of == label).count()).toArray(), encoded, new TextCounts(0, 0, 0));
  }

  /** A text of all these words, with a label. */
  static TrainingTexts of(final String... words) {
    return of(List.of(words), List.of(List.of(words)), 0);
  }
}
