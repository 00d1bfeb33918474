package io.labelstream.train.inception.text;

/**
 * The number of texts that are not learned as they are.
 *
 * @param withoutLabel those that have no label, which are left out
 * @param withoutWord those that have a label and no known word, which are left out
 * @param cut those that have more known words than slots, of which the first ones are learned
 */
public record TextCounts(int withoutLabel, int withoutWord, int cut) {}
