package io.labelstream.benchmark;

import java.nio.file.Path;
import java.util.List;

/**
 * A labelled data set, ready to train on and to be judged by.
 *
 * @param name a short name
 * @param train lines of labels and text, as the reference reads them
 * @param test the same, never trained on
 * @param settings the options of {@code fasttext supervised} for it, without input, output, threads and seed; ours are the same words
 */
record DataSet(String name, Path train, Path test, List<String> settings) {}
