package io.labelstream.train.fasttext;

import java.time.Duration;

/**
 * The result of a run.
 *
 * @param epochs the number of completed epochs
 * @param loss the mean loss of the last epoch's visits, each measured before its step
 * @param elapsed the duration of the run
 */
public record SgdResult(int epochs, double loss, Duration elapsed) {}
