package io.labelstream.train.ensemble;

/**
 * The labels that members name for a text. Not copied.
 *
 * @param labels each label that a member names, once
 * @param scores of each member in turn, one for each of these labels; not a number where the member does not name it
 * @param right true for the labels that the text has
 */
record ScoredText(int[] labels, float[][] scores, boolean[] right) {}
