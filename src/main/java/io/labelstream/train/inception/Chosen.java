package io.labelstream.train.inception;

/**
 * The best epoch up to now.
 *
 * @param epoch its number, from 1
 * @param precisions on texts that were not trained on
 */
record Chosen(int epoch, Precisions precisions) {}
