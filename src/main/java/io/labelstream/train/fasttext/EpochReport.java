package io.labelstream.train.fasttext;

/**
 * The figures of an epoch.
 *
 * @param epoch the number of the epoch; the first is 1
 * @param epochs the number of epochs
 * @param loss the mean loss of the epoch's visits
 * @param precision the share of the validation examples whose likeliest label is one of theirs (P@1); NaN if no example counts
 * @param examples the number of validation examples that count: those with a label that the model knows, and with a feature
 */
public record EpochReport(int epoch, int epochs, double loss, double precision, int examples) {}
