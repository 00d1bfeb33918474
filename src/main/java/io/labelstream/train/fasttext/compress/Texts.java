package io.labelstream.train.fasttext.compress;

import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.FeatureSpace;
import io.labelstream.train.fasttext.RowMap;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Texts as features of some rows.
 *
 * @param training what may be trained on
 * @param validation what the model has not seen
 * @param thinned where there is nothing that it has not seen, the training texts without {@link EveryOtherWord}
 */
record Texts(Optional<FeatureCorpus> training, Optional<FeatureCorpus> validation, Optional<FeatureCorpus> thinned) implements AutoCloseable {

  /** The features of all texts that there are. */
  static Texts of(final CompressionData data, final FeatureSpace space) throws IOException, TrainingDataException {
    final Optional<ExampleSource> thinned = data.validation().isPresent() ? Optional.empty() : data.training().map(EveryOtherWord::new);
    Texts texts = new Texts(Optional.empty(), Optional.empty(), Optional.empty());
    try {
      texts = new Texts(corpus(data.training(), space), Optional.empty(), Optional.empty());
      texts = new Texts(texts.training, corpus(data.validation(), space), Optional.empty());
      return new Texts(texts.training, texts.validation, corpus(thinned, space));
    } catch (final IOException | TrainingDataException | RuntimeException e) {
      texts.close();
      throw e;
    }
  }

  private static Optional<FeatureCorpus> corpus(final Optional<ExampleSource> source, final FeatureSpace space) throws IOException, TrainingDataException {
    return source.isEmpty() ? Optional.empty() : Optional.of(FeatureCorpus.of(source.get(), space));
  }

  /** These texts with the rows that {@code map} keeps. */
  Texts mapped(final RowMap map) {
    final UnaryOperator<FeatureCorpus> mapping = corpus -> corpus.mapped(map);
    return new Texts(training.map(mapping), validation.map(mapping), thinned.map(mapping));
  }

  /** All rows that occur. */
  BitSet usedRows() {
    final BitSet used = new BitSet();
    training.ifPresent(corpus -> used.or(corpus.usedRows()));
    validation.ifPresent(corpus -> used.or(corpus.usedRows()));
    thinned.ifPresent(corpus -> used.or(corpus.usedRows()));
    return used;
  }

  /** What accuracy is reported on: the validation texts, or else the training texts. */
  Optional<FeatureCorpus> measured() {
    return validation.or(() -> training);
  }

  /** What it is decided by which of two models is the better one. Where there are training texts, it is there. */
  Optional<FeatureCorpus> judging() {
    return validation.or(() -> thinned);
  }

  @Override
  public void close() {
    training.ifPresent(FeatureCorpus::close);
    validation.ifPresent(FeatureCorpus::close);
    thinned.ifPresent(FeatureCorpus::close);
  }
}
