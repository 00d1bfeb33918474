/**
 * Ensembles: two or more models of any families in one file, whose scores are calibrated and averaged. To everybody else an ensemble is one model: announced,
 * proved, served and closed as a whole.
 *
 * <p><b>Members are inside the file.</b> A rollout knows one file: it is announced by one location and one digest, staged as a private copy, sent in chunks, and
 * never looked for by its path again. A file beside it would not travel with it, and would not be covered by its signature; so an ensemble cannot name one.
 *
 * <p><b>An ensemble is no member.</b> Whoever wants to add to one names its members again; so files are never nested, and nothing that reads them recurses.
 *
 * <p><b>Scores.</b> Scores of different families have different scales: a softmax divides 1 among all labels, a label tree multiplies probabilities along a
 * path, one-versus-all gives each label its own. So each member has a {@link io.labelstream.model.ensemble.ScoreCurve}, from its score to the share of
 * candidates with that score that are right. The ensemble's score is the weighted mean of these, through a last curve, which makes it a probability again.
 *
 * <p><b>Candidates.</b> A member names its best labels, as many as the file says, or all if it has no more; a label that it does not name counts as 0 there, be it
 * unknown to it or too low in its order. So a score does not depend on the number of labels that the caller asks for.
 *
 * <p><b>Vectors.</b> A text's vector is that of the first member that gives vectors, so that an encoder can be replaced by an ensemble that it is part of.
 */
@NullMarked
package io.labelstream.model.ensemble;

import org.jspecify.annotations.NullMarked;
