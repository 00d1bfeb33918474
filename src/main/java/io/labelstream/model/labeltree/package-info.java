/**
 * The family of label trees: extreme multi-label classification by linear classifiers at the nodes of a tree of labels.
 *
 * <p>Prabhu et al., <i>Parabel: Partitioned Label Trees for Extreme Classification</i>, WWW 2018; Yu et al., <i>PECOS: Prediction for Enormous and Correlated
 * Output Spaces</i>, JMLR 2022, of which this is the linear part, XR-Linear; Etter et al., <i>Accelerating Inference for Sparse Extreme Multi-Label Ranking
 * Trees</i>, WWW 2022.
 */
@NullMarked
package io.labelstream.model.labeltree;

import org.jspecify.annotations.NullMarked;
