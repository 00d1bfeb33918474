package io.labelstream.train;

/**
 * A figure of the work that a model does for a text, which does not depend on the machine.
 *
 * @param name the things that are counted, such as {@code nodes}
 * @param mean their number for a text, as the mean of texts
 */
public record CostFigure(String name, double mean) {}
