package io.labelstream.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * Scores texts against a fixed set of labels.
 *
 * <p><b>Threads.</b> A classifier is shared: every method may be called from any thread. A {@link ClassifierSession} belongs to one thread at
 * a time and holds that thread's scratch memory.
 *
 * <p><b>Memory.</b> Model data is outside the Java heap, in one arena, which {@link #close()} frees at once; {@link #memory()} gives its size by purpose.
 *
 * <p><b>Closing.</b> A session that is used during or after {@code close()} throws a {@link ModelClosedException}; it never reads freed memory.
 */
public interface TextClassifier extends AutoCloseable {

  /** The description of this model, as read from its file. */
  ModelDescription description();

  /** The labels, by label id from 0 to {@code size() - 1}, in the order of the model file. */
  Labels labels();

  /** The number of dimensions of the vectors that {@link ClassifierSession#vector()} gives; empty if the model gives none. */
  default OptionalInt vectorDimensions() {
    return OptionalInt.empty();
  }

  /**
   * Room for the best labels of a text.
   *
   * @param most the most labels to keep; no more than there are, but one if there is none
   * @param threshold the least score of a label that is kept, from 0 to 1
   */
  default Predictions newPredictions(final int most, final float threshold) {
    return new Predictions(Math.clamp(labels().size(), 1, most), threshold);
  }

  /**
   * Words that the model knows, in UTF-8: at most {@code most}, the frequent ones if it can tell. Empty if it has no words, or does not keep their bytes.
   *
   * @throws ModelClosedException if the classifier is closed
   */
  default List<byte[]> words(final int most) {
    return List.of();
  }

  /** The bytes that this model holds outside the heap, by part. */
  ModelMemory memory();

  /** A session for one thread, in which each text counts as one complete line: {@link EndOfLine#IMPLIED}. */
  default ClassifierSession newSession() {
    return newSession(EndOfLine.IMPLIED);
  }

  /** A session for one thread, with an explicit rule for the end-of-line token. */
  ClassifierSession newSession(EndOfLine endOfLine);

  /** Frees the model's memory. Closing twice does nothing. */
  @Override
  void close();
}
