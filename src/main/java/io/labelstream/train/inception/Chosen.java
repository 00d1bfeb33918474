package io.labelstream.train.inception;

/**
 * The best epoch up to now.
 *
 * @param epoch its number, from 1
 * @param measure on texts that were not trained on
 */
record Chosen(int epoch, Measure measure) {}
