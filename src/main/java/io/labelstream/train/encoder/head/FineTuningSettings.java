package io.labelstream.train.encoder.head;

import java.nio.file.Path;

/**
 * The settings of fine-tuning.
 *
 * @param texts the file of labelled texts
 * @param epochs the most visits of each text
 * @param rate the first step of rows, as a share of the root mean square of the numbers in the table
 * @param dropped the share of a text's pieces that are left out
 * @param pairs the most pairs of pieces with rows of their own
 */
record FineTuningSettings(Path texts, int epochs, float rate, float dropped, int pairs) {}
