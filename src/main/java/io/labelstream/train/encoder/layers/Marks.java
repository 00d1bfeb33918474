package io.labelstream.train.encoder.layers;

/**
 * The pieces around each text.
 *
 * @param first before it
 * @param last after it
 */
public record Marks(int first, int last) {}
