package io.labelstream.train.inception.vectors;

import io.labelstream.train.Workers;
import io.labelstream.train.inception.text.TrainingTexts;

/** Knows no word: all start at random. */
public record RandomVectors() implements WordVectors {
  @Override
  public void give(final TrainingTexts texts, final VectorTable table, final long seed, final Workers workers) {
    // All words stay unknown.
  }

  @Override
  public String inWords() {
    return "random numbers";
  }
}
