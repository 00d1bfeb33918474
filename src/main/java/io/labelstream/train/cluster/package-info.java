/**
 * Similar labels: vectors of labels from those of their texts, and the division of labels in halves of like mass. Label trees are built from these, and the clusters
 * of labels that a shortlist takes.
 */
@NullMarked
package io.labelstream.train.cluster;

import org.jspecify.annotations.NullMarked;
