package io.labelstream.model;

import java.nio.charset.StandardCharsets;

/**
 * A model's labels by id. Thread-safe. The text is outside the heap with the rest of the model, so each call makes a {@code String}.
 *
 * <p>A label comes in two spellings. Its {@link #text}, with {@link #PREFIX}, is what fastText's own tools print, and {@link Predictions#toList} and the text
 * form of {@code classify} with them. Its {@link #name}, without, is used everywhere else: label records, JSON, golden samples, conditions of slots, metrics.
 */
public interface Labels {
  /** The prefix that fastText's tools put before the name of a label unless told otherwise; the model file does not record it. */
  String PREFIX = "__label__";

  /** The number of labels; ids run from 0 to {@code size() - 1}. */
  int size();

  /**
   * The label as the model file has it, usually with {@link #PREFIX}; bytes that are not UTF-8 are escaped as {@link LabelText} describes.
   *
   * @throws IndexOutOfBoundsException if there is no such label
   * @throws ModelClosedException if the classifier is closed
   */
  String text(int id);

  /**
   * The bytes of the label exactly as the model file has them.
   *
   * @throws IndexOutOfBoundsException if there is no such label
   * @throws ModelClosedException if the classifier is closed
   */
  default byte[] bytes(final int id) {
    return text(id).getBytes(StandardCharsets.UTF_8);
  }

  /** The label without {@link #PREFIX}; the whole label if it has no prefix or consists of it alone. */
  default String name(final int id) {
    return nameIn(text(id));
  }

  /**
   * Makes {@code name} the {@link #name(int)} of a label, in UTF-8. Of a model that is open from a file, it allocates nothing, but for a label whose bytes are
   * not its text as they are: see {@link LabelText}.
   *
   * @throws IndexOutOfBoundsException if there is no such label
   * @throws ModelClosedException if the classifier is closed
   */
  default void name(final int id, final LabelName name) {
    name.set(text(id));
  }

  /** The name in the text of a label: the text without {@link #PREFIX}; all of it if it has no prefix or consists of it alone. */
  static String nameIn(final String text) {
    return text.startsWith(PREFIX) && text.length() > PREFIX.length() ? text.substring(PREFIX.length()) : text;
  }
}
