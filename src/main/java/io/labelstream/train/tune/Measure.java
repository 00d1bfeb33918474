package io.labelstream.train.tune;

import io.labelstream.train.evaluate.EvaluationReport;

/** The measure by which models are compared, on texts that they were not trained on. */
public enum Measure {
  /** The share of texts whose best label is right. */
  PRECISION {
    @Override
    double of(final EvaluationReport report) {
      return report.ranks().getFirst().precision();
    }
  },
  /** The mean over all labels of the harmonic mean of precision and recall: rare labels count as much as frequent ones. */
  F1 {
    @Override
    double of(final EvaluationReport report) {
      return report.macro().f1();
    }
  };

  abstract double of(EvaluationReport report);
}
