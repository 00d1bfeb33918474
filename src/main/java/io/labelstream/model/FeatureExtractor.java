package io.labelstream.model;

/**
 * Finds the features of a text that do not depend on a model, such as tokens or word pieces. {@link SharedText#features} calls it once per text, for the first
 * session that asks, and keeps the result for the other sessions.
 *
 * <p><b>Identity.</b> Two sessions share features if they ask with equal extractors: an extractor is a constant of its family, or a record of the settings that
 * change the features. It may read the memory of a model, such as a vocabulary: it is only called when a session of that model asks, and the model is open.
 *
 * <p><b>Threads.</b> An extractor has no state of its own and is called by many threads. The features that it fills belong to one {@link SharedText} and so to
 * one thread.
 *
 * <p><b>Memory.</b> After the longest text has been seen once, {@link #extract} does not allocate.
 *
 * @param <F> holds the features of one text, and is refilled for the next one
 */
public interface FeatureExtractor<F> {

  /** A new, empty holder for one {@link SharedText}. */
  F newFeatures();

  /**
   * Replaces the contents of {@code features} by the features of {@code text}. The bytes of the text stay in place until the next text is taken; features may
   * point to them. No text causes an exception: malformed UTF-8 is ordinary bytes.
   */
  void extract(SharedText text, F features);
}
