package io.labelstream.cli.train;

import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Io;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.LabelledData;
import io.labelstream.train.data.Split;
import io.labelstream.train.data.SurveyedData;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Labelled texts, divided into those to train on and those to measure with. Every failure is a {@link CliException}. */
final class DividedTexts implements AutoCloseable {
  private final LabelledTexts source;
  private final ValidationTexts validation;
  private final Optional<LabelledTexts> measured;
  private Optional<DataSummary> summary = Optional.empty();
  private Optional<DataSummary> ofMeasured = Optional.empty();

  private DividedTexts(final LabelledTexts source, final ValidationTexts validation, final Optional<LabelledTexts> measured) {
    this.source = source;
    this.validation = validation;
    this.measured = measured;
  }

  /**
   * The two parts.
   *
   * @param validation empty where there is nothing to measure with
   */
  record Parts(ExampleSource training, Optional<ExampleSource> validation) {
    /** The texts to choose golden samples from. */
    ExampleSource forSamples() {
      return validation.orElse(training);
    }
  }

  /** A use of both. */
  interface Use<T> {
    T of(Parts parts) throws IOException, TrainingDataException, InterruptedException;
  }

  /** @throws CliException if the texts to measure with cannot be read */
  static DividedTexts open(final LabelledTexts source, final ValidationTexts validation, final TextReading reading, final Io io) {
    return new DividedTexts(source, validation,
        validation instanceof ValidationTexts.InFile(final String file) ? Optional.of(LabelledTexts.open(file, reading, io)) : Optional.empty());
  }

  /** The name of all of the data. */
  String name() {
    return source.name();
  }

  /** True if there are texts to measure with. */
  boolean areDivided() {
    return !(validation instanceof ValidationTexts.None);
  }

  /** Goes through all of the data. */
  DataSummary survey() throws InterruptedException {
    return source.use(LabelledData::survey);
  }

  <T> T use(final Use<T> use) throws InterruptedException {
    return source.use(data -> of(data, use));
  }

  /**
   * Does the same as {@link #use}, and counts the contents of the data when {@code use} goes through it for the first time.
   *
   * @param surveyed takes the counts, right after that; {@link #summary()} has them from then on
   */
  <T> T useSurveyed(final Consumer<DataSummary> surveyed, final Use<T> use) throws InterruptedException {
    return source.use(data -> of(new SurveyedData(data, counted -> {
      summary = Optional.of(counted);
      surveyed.accept(counted);
    }), use));
  }

  /**
   * The contents of all of the data.
   *
   * @throws IllegalStateException if it has not been counted
   */
  DataSummary summary() {
    return summary.orElseThrow(() -> new IllegalStateException(name() + " has not been gone through"));
  }

  /** The contents of the file of texts to measure with, if there is one and it has been counted. */
  Optional<DataSummary> summaryOfMeasured() {
    return ofMeasured;
  }

  private <T> T of(final ExampleSource data, final Use<T> use) throws IOException, TrainingDataException, InterruptedException {
    return measured.isPresent()
        ? measured.get().use(held -> use.of(new Parts(data, Optional.of(counted(held)))))
        : use.of(parts(data));
  }

  private ExampleSource counted(final LabelledData held) {
    return ofMeasured.isPresent() ? held : new SurveyedData(held, counted -> ofMeasured = Optional.of(counted));
  }

  private Parts parts(final ExampleSource data) {
    if (validation instanceof ValidationTexts.HeldOut(final double share, final long seed)) {
      final Split split = new Split(data, share, seed);
      return new Parts(split.training(), Optional.of(split.validation()));
    }
    return new Parts(data, Optional.empty());
  }

  @Override
  public void close() {
    measured.ifPresent(LabelledTexts::close);
  }
}
