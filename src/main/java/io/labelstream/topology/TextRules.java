package io.labelstream.topology;

import java.util.Objects;

/**
 * Which texts are labelled, and how they are taken.
 *
 * @param maxBytes the longest text, in bytes of UTF-8, at least 1
 * @param malformed the fate of a text that is not well-formed UTF-8
 * @param endToken the meaning of {@code </s>} within a text
 */
public record TextRules(int maxBytes, MalformedText malformed, EndToken endToken) {
  private static final int DEFAULT_MAX_BYTES = 1 << 20;

  public TextRules {
    Objects.requireNonNull(malformed);
    Objects.requireNonNull(endToken);
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes=" + maxBytes + " must be at least 1");
    }
  }

  /** Texts of up to 1 MiB, labelled by their bytes even where these are malformed, with {@code </s>} as a word like any other. */
  public static TextRules defaults() {
    return new TextRules(DEFAULT_MAX_BYTES, MalformedText.CLASSIFY, EndToken.WORD);
  }

  /** These rules with another limit, in bytes of UTF-8. */
  public TextRules withMaxBytes(final int bytes) {
    return new TextRules(bytes, malformed, endToken);
  }

  /** These rules with another fate of malformed texts. */
  public TextRules withMalformed(final MalformedText choice) {
    return new TextRules(maxBytes, choice, endToken);
  }

  /** These rules with another meaning of {@code </s>}. */
  public TextRules withEndToken(final EndToken choice) {
    return new TextRules(maxBytes, malformed, choice);
  }
}
