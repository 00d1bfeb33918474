/**
 * Trains label trees: texts become sparse vectors, labels become vectors of their texts, clustering them gives the tree, and each node gets a linear
 * classifier.
 *
 * <p>Prabhu et al., <i>Parabel: Partitioned Label Trees for Extreme Classification</i>, WWW 2018; Baharav et al., <i>Enabling Efficiency-Precision Trade-offs
 * for Label Trees in Extreme Classification</i>, CIKM 2021; Yu et al., <i>PECOS: Prediction for Enormous and Correlated Output Spaces</i>, JMLR 2022.
 */
@NullMarked
package io.labelstream.train.labeltree;

import org.jspecify.annotations.NullMarked;
