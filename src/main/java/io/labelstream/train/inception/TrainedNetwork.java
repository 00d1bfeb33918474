package io.labelstream.train.inception;

import io.labelstream.model.inception.InceptionModel;
import java.util.Optional;

/**
 * A network that was trained.
 *
 * @param epochs the visits of each text
 * @param measure on texts that were not trained on when the epoch was chosen; empty if there were none
 * @param validationTexts their number
 */
public record TrainedNetwork(InceptionModel model, int epochs, Optional<Measure> measure, int validationTexts) {}
