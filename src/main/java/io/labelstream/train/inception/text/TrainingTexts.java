package io.labelstream.train.inception.text;

/**
 * Texts to train on: each has a known word and a label; each word and each label has a text. The arrays are not copied.
 *
 * @param vocabulary the known words, in UTF-8, by falling number of texts, then by word
 * @param wordTexts the number of texts of each word
 * @param labels their names, in UTF-8, by falling number of texts, then by name
 * @param labelTexts the number of texts of each label
 * @param texts in the order of the data
 */
public record TrainingTexts(byte[][] vocabulary, int[] wordTexts, byte[][] labels, int[] labelTexts, EncodedTexts texts, TextCounts counts) {}
