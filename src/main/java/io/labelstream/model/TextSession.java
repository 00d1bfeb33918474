package io.labelstream.model;

import java.lang.foreign.MemorySegment;

/**
 * The part of a session that is the same for all families. It takes a text in any form, and keeps the model's memory from being freed while the text is scored.
 * For implementations of {@link TextClassifier}.
 */
public abstract class TextSession implements ClassifierSession {
  /** The text of calls that share it with no other session. */
  private final SharedText own = new SharedText();

  private final Lifetime.Hold hold;

  /**
   * @param lifetime the model's
   * @throws ModelClosedException if the model is closed
   */
  protected TextSession(final Lifetime lifetime) {
    this.hold = lifetime.newHold();
  }

  /**
   * Scores a text and appends its labels, best first. The model's memory is not freed meanwhile. Allocates nothing once the longest text has been seen.
   *
   * @param predictions empty
   */
  protected abstract void score(SharedText text, Predictions predictions);

  @Override
  public final void classify(final byte[] utf8, final int offset, final int length, final Predictions predictions) {
    own.set(utf8, offset, length);
    classify(own, predictions);
  }

  @Override
  public final void classify(final MemorySegment utf8, final long offset, final int length, final Predictions predictions) {
    own.set(utf8, offset, length);
    classify(own, predictions);
  }

  @Override
  public final void classify(final CharSequence text, final Predictions predictions) {
    own.set(text);
    classify(own, predictions);
  }

  @Override
  public final void classify(final SharedText text, final Predictions predictions) {
    predictions.clear();
    hold.acquire();
    try {
      score(text, predictions);
    } finally {
      hold.release();
    }
  }

  /** The vector of a text, for {@link #vector(SharedText)}: the model's memory is not freed meanwhile. */
  protected float[] encode(final SharedText text) {
    throw new UnsupportedOperationException("the model gives no vectors");
  }

  @Override
  public final float[] vector(final SharedText text) {
    hold.acquire();
    try {
      return encode(text);
    } finally {
      hold.release();
    }
  }
}
