package io.labelstream.model.fasttext;

import io.labelstream.model.FeatureExtractor;
import io.labelstream.model.SharedText;
import io.labelstream.text.TokenizedText;

/** The tokens of a text by fastText's rules. They are cut stretch by stretch, when a session asks for them: this only hands over the text. */
final class FastTextTokens implements FeatureExtractor<TokenizedText> {
  /** The only instance, so that all fastText models share the tokens of a text. */
  static final FastTextTokens INSTANCE = new FastTextTokens();

  private FastTextTokens() {}

  @Override
  public TokenizedText newFeatures() {
    return new TokenizedText();
  }

  @Override
  public void extract(final SharedText text, final TokenizedText tokens) {
    tokens.take(text.bytes(), text.offset() + text.length());
  }
}
