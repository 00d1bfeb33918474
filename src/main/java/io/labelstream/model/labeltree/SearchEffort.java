package io.labelstream.model.labeltree;

/**
 * The work of a session for all its texts so far.
 *
 * @param chunks nodes whose children were scored
 * @param nodes children of these nodes
 * @param weights weights that were multiplied
 */
public record SearchEffort(long chunks, long nodes, long weights) {}
