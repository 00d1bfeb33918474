package io.labelstream.train.fasttext;

/** The order in which {@link Sgd} visits the examples in each epoch. */
public enum VisitOrder {
  /** Another random order in each epoch. Does not suffer if the data are sorted, by label or otherwise. */
  SHUFFLED {
    @Override
    Visits of(final int examples, final SgdSettings settings, final int epoch) {
      return new Shuffle(examples, Mix.of(settings.seed()) + epoch);
    }
  },
  /**
   * The order in which they were given, the same one in each epoch, as the reference visits them: with <i>T</i> threads, <i>T</i> stretches are visited side by
   * side, which begin one <i>T</i>-th of the data apart.
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
   * @param examples the number of examples, at least 1
   * @param epoch the number of the epoch; the first is 0
   */
  abstract Visits of(int examples, SgdSettings settings, int epoch);
}
