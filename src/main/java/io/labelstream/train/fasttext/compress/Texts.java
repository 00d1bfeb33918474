package io.labelstream.train.fasttext.compress;

import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.FeatureSpace;
import io.labelstream.train.fasttext.RowMap;
import io.labelstream.train.quantise.KMeans;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Texts as features of some rows.
 *
 * @param training the texts that may be trained on
 * @param validation the texts that the model has not seen
 * @param thinned if there are no unseen texts, the training texts thinned by {@link EveryOtherWord}
 */
record Texts(Optional<FeatureCorpus> training, Optional<FeatureCorpus> validation, Optional<FeatureCorpus> thinned) implements AutoCloseable {

  /** The features of all given texts. */
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

  /** A sample of these texts: at most {@code most} to train on, and as many others to judge by. */
  Texts sampled(final int most, final long seed) {
    final SplittableRandom random = new SplittableRandom(seed);
    final UnaryOperator<FeatureCorpus> sampling = corpus -> corpus.sampled(KMeans.sample(corpus.examples(), most, random));
    return new Texts(training.map(sampling), validation.map(sampling), thinned.map(sampling));
  }

  /** All rows that occur. */
  BitSet usedRows() {
    final BitSet used = new BitSet();
    training.ifPresent(corpus -> used.or(corpus.usedRows()));
    validation.ifPresent(corpus -> used.or(corpus.usedRows()));
    thinned.ifPresent(corpus -> used.or(corpus.usedRows()));
    return used;
  }

  /** The texts on which accuracy is reported: the validation texts, or else the training texts. */
  Optional<FeatureCorpus> measured() {
    return validation.or(() -> training);
  }

  /** The texts to judge by: they decide which of two models is better. Present if there are training texts. */
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
