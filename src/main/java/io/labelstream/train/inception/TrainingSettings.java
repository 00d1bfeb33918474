package io.labelstream.train.inception;

import io.labelstream.model.inception.WordRules;
import io.labelstream.train.inception.network.NetworkSettings;
import io.labelstream.train.inception.shortlist.ShortlistSettings;
import io.labelstream.train.inception.vectors.WordVectors;
import java.util.Optional;

/**
 * The settings of training a network.
 *
 * @param vectors from which training starts; without any it starts from random numbers
 * @param shortlist empty if each text is scored against all labels
 * @param leastWordTexts words of fewer texts are unknown
 * @param epochs the most visits of each text
 * @param batch the texts of a step
 * @param rate the highest learning rate
 * @param seed the start of all random numbers
 */
public record TrainingSettings(
    NetworkSettings network, Optional<WordVectors> vectors, Optional<ShortlistSettings> shortlist, WordRules words, int leastWordTexts, int epochs, int batch,
    double rate, long seed) {}
