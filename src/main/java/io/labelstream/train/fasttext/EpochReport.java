package io.labelstream.train.fasttext;

/**
 * What an epoch has come to.
 *
 * @param epoch the epoch; the first is 1
 * @param epochs how many there are
 * @param loss the mean loss of the epoch's visits
 * @param precision the part of the validation examples whose likeliest label is one of theirs (P@1); NaN where no example counts
 * @param examples how many validation examples count: those with a label that the model knows, and with a feature
 */
public record EpochReport(int epoch, int epochs, double loss, double precision, int examples) {}
