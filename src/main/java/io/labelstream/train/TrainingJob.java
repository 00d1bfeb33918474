package io.labelstream.train;

import io.labelstream.train.data.ExampleSource;
import java.util.Optional;

/**
 * A job of training for a family.
 *
 * @param texts to train on, with one label, several or none each, of a form and a spelling of labels that the family takes
 * @param validation to measure with while it trains
 * @param settings of the family, threads and seed
 * @param progress watches
 */
public record TrainingJob(ExampleSource texts, Optional<ExampleSource> validation, Settings settings, Progress progress) {}
