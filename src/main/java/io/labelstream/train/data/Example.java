package io.labelstream.train.data;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/**
 * One text with its labels. The text is UTF-8, not validated, without the tokens that name its labels, and one line: training and classifying add the
 * end-of-line token themselves, and a literal {@code </s>} token ends the text. Labels are without fastText's prefix {@code __label__}, and have no white space
 * but spaces within.
 *
 * <p>The bytes belong to the source, and are valid only while an {@link ExampleConsumer} has the example. Immutable except for them.
 */
public final class Example {
  private final byte[] text;
  private final int offset;
  private final int length;
  private final List<String> labels;

  /**
   * @param text holds the text; not copied
   * @param offset its start
   * @param length its bytes
   * @param labels its labels in the order of the data, possibly none; copied, and of equal ones only the first
   */
  public Example(final byte[] text, final int offset, final int length, final List<String> labels) {
    Objects.checkFromIndexSize(offset, length, text.length);
    this.text = text;
    this.offset = offset;
    this.length = length;
    this.labels = labels.size() < 2 ? List.copyOf(labels) : List.copyOf(new LinkedHashSet<>(labels));
  }

  /** The array that holds the text from {@link #offset()} on. Not to be written to. */
  public byte[] text() {
    return text;
  }

  /** The start of the text in {@link #text()}. */
  public int offset() {
    return offset;
  }

  /** The length of the text in bytes. */
  public int length() {
    return length;
  }

  /** The labels, none of them twice; unmodifiable. */
  public List<String> labels() {
    return labels;
  }

  /** The text as characters; bytes that are not UTF-8 become U+FFFD. */
  public String decoded() {
    return new String(text, offset, length, StandardCharsets.UTF_8);
  }
}
