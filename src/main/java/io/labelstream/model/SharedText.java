package io.labelstream.model;

import io.labelstream.text.TokenizedText;
import java.lang.foreign.MemorySegment;

/**
 * A text that several sessions classify one after the other, of the same model or of others: what can be found in it without a model, as where its tokens are,
 * is found once. Scores are the same bits as those of the text's bytes.
 *
 * <p>Owned and reused by the caller, for one text after the other. Holds a copy of the text. Not thread-safe: for the sessions of one thread. After the longest
 * text has been seen once, no method allocates.
 */
public final class SharedText {
  private final TokenizedText tokens = new TokenizedText();

  /**
   * Takes the {@code length} bytes from {@code offset}, UTF-8.
   *
   * @throws IndexOutOfBoundsException if the range is not within {@code utf8}
   */
  public void set(final byte[] utf8, final int offset, final int length) {
    tokens.set(utf8, offset, length);
  }

  /**
   * Takes the {@code length} bytes from {@code offset}, UTF-8.
   *
   * @throws IndexOutOfBoundsException if the range is not within {@code utf8}
   */
  public void set(final MemorySegment utf8, final long offset, final int length) {
    tokens.set(utf8, offset, length);
  }

  /** Takes {@code text}, encoded as UTF-8; an unpaired surrogate is encoded as {@code ?}. */
  public void set(final CharSequence text) {
    tokens.set(text);
  }

  /** The array that holds the text, until the next text is taken. Not to be written to. */
  public byte[] bytes() {
    return tokens.bytes();
  }

  /** Where the text starts in {@link #bytes}. */
  public int offset() {
    return TokenizedText.START;
  }

  /** How many bytes the text has. */
  public int length() {
    return tokens.end() - TokenizedText.START;
  }

  /** The text and its tokens. For implementations of {@link ClassifierSession}. */
  public TokenizedText tokens() {
    return tokens;
  }
}
