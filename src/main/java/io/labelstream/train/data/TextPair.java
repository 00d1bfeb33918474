package io.labelstream.train.data;

/**
 * Two texts, and how close they are to each other.
 *
 * @param first UTF-8; not copied
 * @param second UTF-8; not copied
 * @param score the higher the closer; of any range
 */
public record TextPair(byte[] first, byte[] second, double score) {}
