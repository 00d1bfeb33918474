package io.labelstream.model;

/**
 * A model's labels by id. Thread-safe. The text lives outside the heap with the rest of the model, so a {@code String} is made at each call.
 */
public interface Labels {
  /** What fastText's tools put before the name of a label unless told otherwise; the model file does not record it. */
  String PREFIX = "__label__";

  /** How many labels there are; ids run from 0 to {@code size() - 1}. */
  int size();

  /**
   * The label exactly as the model file has it, usually with {@link #PREFIX}.
   *
   * @throws IndexOutOfBoundsException if there is no such label
   * @throws ModelClosedException if the classifier is closed
   */
  String text(int id);

  /** The label without {@link #PREFIX}; the whole label where it does not start so or nothing would be left. */
  default String name(final int id) {
    final String text = text(id);
    return text.startsWith(PREFIX) && text.length() > PREFIX.length() ? text.substring(PREFIX.length()) : text;
  }
}
