package io.labelstream.train;

import io.labelstream.train.data.DataFiles;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.ExampleSource;
import java.util.Optional;

/**
 * A job of training for a family.
 *
 * @param texts to train on, with one label, several or none each, of a form and a spelling of labels that the family takes; without any if the family {@linkplain
 *     TrainableFamily#dataNeed needs none}
 * @param validation to measure with while it trains
 * @param settings of the family, threads and seed
 * @param progress watches
 * @param files opens the labelled texts in files that settings name, in the same way as {@code texts}
 */
public record TrainingJob(ExampleSource texts, Optional<ExampleSource> validation, Settings settings, Progress progress, DataFiles files) {
  /** A job whose files are read with the usual options. */
  public TrainingJob(final ExampleSource texts, final Optional<ExampleSource> validation, final Settings settings, final Progress progress) {
    this(texts, validation, settings, progress, DataFiles.with(DataOptions.usual()));
  }
}
