package io.labelstream.bench;

import java.util.List;

/**
 * Texts to measure with, held as bytes.
 *
 * @param name their source
 * @param texts one array for each text, at least one
 */
public record BenchTexts(String name, List<byte[]> texts) {
  /** @throws IllegalArgumentException if there is none */
  public BenchTexts {
    texts = List.copyOf(texts);
    if (texts.isEmpty()) {
      throw new IllegalArgumentException(name + " has no text, expected at least one");
    }
  }

  /** All their bytes, line feeds included. */
  public long bytes() {
    return texts.stream().mapToLong(text -> text.length + 1L).sum();
  }
}
