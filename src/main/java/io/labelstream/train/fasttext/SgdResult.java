package io.labelstream.train.fasttext;

import java.time.Duration;

/**
 * How a run ended.
 *
 * @param epochs how many epochs were gone through
 * @param loss the mean loss of the last epoch's visits, each measured before its step
 * @param elapsed how long the run took
 */
public record SgdResult(int epochs, double loss, Duration elapsed) {}
