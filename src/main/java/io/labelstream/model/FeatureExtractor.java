package io.labelstream.model;

/**
 * Finds in a text what does not depend on a model: tokens, word pieces. {@link SharedText#features} calls it once a text, whoever asks first, and keeps what it
 * has found for the other sessions.
 *
 * <p><b>Identity.</b> Two sessions share features if they ask with the same object: an extractor is a constant of its family, or one for each setting that
 * changes what is found.
 *
 * <p><b>Threads.</b> An extractor has no state of its own and is called by many threads. The features that it fills belong to one {@link SharedText} and so to
 * one thread.
 *
 * <p><b>Memory.</b> After the longest text has been seen once, {@link #extract} does not allocate.
 *
 * @param <F> holds what is found in one text, and is filled anew for the next one
 */
public interface FeatureExtractor<F> {

  /** A holder for one {@link SharedText}, before any text. */
  F newFeatures();

  /**
   * Replaces the contents of {@code features} by what is found in {@code text}. The bytes of the text stay in place until the next text is taken; features may
   * point to them. No text ends in an exception: malformed UTF-8 is ordinary bytes.
   */
  void extract(SharedText text, F features);
}
