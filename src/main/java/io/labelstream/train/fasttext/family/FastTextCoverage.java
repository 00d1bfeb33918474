package io.labelstream.train.fasttext.family;

import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.train.Coverage;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleConsumer;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.FeatureSpace;
import java.io.IOException;
import java.util.List;

/**
 * Counts the features of texts that a fastText model knows. A feature is a word, the end of a line included, or an n-gram of words or characters that the model
 * was trained with. The features without a row are unknown words and pruned n-grams.
 */
final class FastTextCoverage {
  private FastTextCoverage() {}

  /**
   * Counts the features of all texts, with or without labels.
   *
   * @throws IOException if the source cannot be read
   * @throws TrainingDataException if its content is of another form than expected
   */
  static Coverage of(final FastTextFile model, final ExampleSource source) throws IOException, TrainingDataException {
    final FeatureSpace kept = FeatureSpace.of(model);
    final FeatureSpace all =
        new FeatureSpace(unpruned(model.vocabulary()), kept.wordNgrams(), kept.shortestSubword(), kept.longestSubword(), kept.buckets());
    final ExampleSource texts = new Unlabelled(source);
    try (FeatureCorpus complete = FeatureCorpus.of(texts, all);
        FeatureCorpus pruned = FeatureCorpus.of(texts, kept)) {
      // Each token is a word, and words that the vocabulary lacks have no row in either space.
      final long ngrams = count(complete, Rows.NGRAMS, model.vocabulary().words());
      return new Coverage(complete.tokens() + ngrams, count(pruned, Rows.ALL, model.vocabulary().words()));
    }
  }

  private static FastTextVocabulary unpruned(final FastTextVocabulary vocabulary) {
    return new FastTextVocabulary(
        vocabulary.words(), vocabulary.labels(), vocabulary.tokens(), vocabulary.entries(), vocabulary.starts(), new FastTextPruneIndex.Complete());
  }

  /** The rows to count. */
  private enum Rows {
    ALL,
    NGRAMS
  }

  private static long count(final FeatureCorpus corpus, final Rows which, final int words) {
    final int[] rows = new int[corpus.mostRows()];
    long count = 0;
    for (int example = 0; example < corpus.examples(); example++) {
      final int found = corpus.rows(example, rows);
      if (which == Rows.ALL) {
        count += found;
      } else {
        for (int index = 0; index < found; index++) {
          count += rows[index] >= words ? 1 : 0;
        }
      }
    }
    return count;
  }

  /** The texts without their labels, which a corpus counts as tokens but which are not features. */
  private record Unlabelled(ExampleSource source) implements ExampleSource {
    @Override
    public String name() {
      return source.name();
    }

    @Override
    public void forEach(final ExampleConsumer consumer) throws IOException, TrainingDataException {
      source.forEach(example -> consumer.accept(new Example(example.text(), example.offset(), example.length(), List.of())));
    }
  }
}
