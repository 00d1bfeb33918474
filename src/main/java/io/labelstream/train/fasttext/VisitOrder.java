package io.labelstream.train.fasttext;

/** In which order {@link Sgd} visits the examples in each epoch. */
public enum VisitOrder {
  /** Another random order in each epoch. Does not suffer where the data is sorted, by label or otherwise. */
  SHUFFLED {
    @Override
    Visits of(final int examples, final SgdSettings settings, final int epoch) {
      return new Shuffle(examples, Mix.of(settings.seed()) + epoch);
    }
  },
  /**
   * The order in which they were given, the same one in each epoch, as the reference visits them: with <i>T</i> threads, <i>T</i> stretches are gone through side
   * by side, which begin one <i>T</i>-th of the data apart.
   */
  GIVEN {
    @Override
    Visits of(final int examples, final SgdSettings settings, final int epoch) {
      return new StridedVisits(examples, settings.threads());
    }
  };

  /**
   * The visits of an epoch.
   *
   * @param examples how many there are, at least 1
   * @param epoch the first is 0
   */
  abstract Visits of(int examples, SgdSettings settings, int epoch);
}
