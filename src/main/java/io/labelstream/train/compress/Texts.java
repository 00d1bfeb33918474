package io.labelstream.train.compress;

import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.fasttext.FeatureCorpus;
import io.labelstream.train.fasttext.FeatureSpace;
import io.labelstream.train.fasttext.RowMap;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;

/**
 * Training texts and those to measure on, as features of some rows.
 *
 * @param training what may be trained on
 * @param measured what accuracy is measured on; the same as {@code training} where there is nothing else
 * @param novelty whether the model that is compressed was trained on what is measured on
 */
record Texts(Optional<FeatureCorpus> training, Optional<FeatureCorpus> measured, Novelty novelty) implements AutoCloseable {

  /** What a model has seen of texts. */
  enum Novelty {
    /** It was trained on them, so that it is too good on them, and whatever is done to it looks bad. */
    SEEN,
    /** It was not: whether a step helps can be told by them. */
    UNSEEN
  }

  /** The features of all texts that there are. */
  static Texts of(final Optional<ExampleSource> training, final Optional<ExampleSource> measured, final Novelty novelty, final FeatureSpace space)
      throws IOException, TrainingDataException {
    final Optional<FeatureCorpus> trained = corpus(training, space);
    try {
      return new Texts(trained, measured.isPresent() ? corpus(measured, space) : trained, novelty);
    } catch (final IOException | TrainingDataException | RuntimeException e) {
      trained.ifPresent(FeatureCorpus::close);
      throw e;
    }
  }

  private static Optional<FeatureCorpus> corpus(final Optional<ExampleSource> source, final FeatureSpace space) throws IOException, TrainingDataException {
    return source.isEmpty() ? Optional.empty() : Optional.of(FeatureCorpus.of(source.get(), space));
  }

  /** These texts with the rows that {@code map} keeps. */
  Texts mapped(final RowMap map) {
    final Optional<FeatureCorpus> trained = training.map(corpus -> corpus.mapped(map));
    return new Texts(trained, isShared() ? trained : measured.map(corpus -> corpus.mapped(map)), novelty);
  }

  /** All rows that occur. */
  BitSet usedRows() {
    final BitSet used = new BitSet();
    training.ifPresent(corpus -> used.or(corpus.usedRows()));
    if (!isShared()) {
      measured.ifPresent(corpus -> used.or(corpus.usedRows()));
    }
    return used;
  }

  /** The texts by which a step can be judged, if there are any. */
  Optional<FeatureCorpus> judging() {
    return novelty == Novelty.UNSEEN ? measured : Optional.empty();
  }

  private boolean isShared() {
    return training.isPresent() && measured.isPresent() && training.get() == measured.get();
  }

  @Override
  public void close() {
    final boolean wasShared = isShared();
    training.ifPresent(FeatureCorpus::close);
    if (!wasShared) {
      measured.ifPresent(FeatureCorpus::close);
    }
  }
}
