package io.labelstream.model.encoder;

import io.labelstream.model.FeatureExtractor;
import io.labelstream.model.SharedText;
import java.lang.foreign.Arena;

/**
 * Cuts texts into word pieces as BERT does: the ids are those of the {@code BertTokenizer} of Hugging Face. Equal to the tokenizers of equal vocabularies.
 * Immutable and thread-safe, as long as its arena is open.
 */
public final class WordPieceTokenizer implements FeatureExtractor<WordPieceTokens> {
  private WordPieceTokenizer() {}

  /** The bytes that {@link #open} allocates. */
  public static long bytesFor(final WordPieceVocabulary vocabulary) {
    throw new UnsupportedOperationException();
  }

  /** Lays out a vocabulary in {@code arena}. */
  public static WordPieceTokenizer open(final WordPieceVocabulary vocabulary, final Arena arena) {
    throw new UnsupportedOperationException();
  }

  @Override
  public WordPieceTokens newFeatures() {
    return new WordPieceTokens();
  }

  @Override
  public void extract(final SharedText text, final WordPieceTokens features) {
    throw new UnsupportedOperationException();
  }
}
