/**
 * Builds the tree over labels. Every label has a mass between an equal one and its frequency in training; groups of labels are halved by mass again and again,
 * similar labels together. With equal masses this is the balanced tree of Parabel; the more the masses follow the frequencies, the shorter the ways to frequent
 * labels.
 *
 * <p>Prabhu et al., <i>Parabel: Partitioned Label Trees for Extreme Classification</i>, WWW 2018. The masses are a reconstruction of our own in the spirit of
 * Baharav et al., <i>Enabling Efficiency-Precision Trade-offs for Label Trees in Extreme Classification</i>, CIKM 2021.
 */
@NullMarked
package io.labelstream.train.labeltree.tree;

import org.jspecify.annotations.NullMarked;
