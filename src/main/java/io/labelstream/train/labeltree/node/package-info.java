/**
 * Trains the linear classifiers of a tree's nodes, each on the texts that have a label below its parent.
 *
 * <p>Hsieh et al., <i>A Dual Coordinate Descent Method for Large-scale Linear SVM</i>, ICML 2008; Yu, Huang and Lin, <i>Dual coordinate descent methods for
 * logistic regression and maximum entropy models</i>, Machine Learning 85, 2011.
 */
@NullMarked
package io.labelstream.train.labeltree.node;

import org.jspecify.annotations.NullMarked;
