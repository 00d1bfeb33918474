package io.labelstream.keywords;

import io.labelstream.model.FeatureExtractor;
import io.labelstream.model.SharedText;
import io.labelstream.text.TokenizedText;

/** The words of a text: what stands between white space. */
final class KeywordTokens implements FeatureExtractor<TokenizedText> {
  static final KeywordTokens INSTANCE = new KeywordTokens();

  private KeywordTokens() {}

  @Override
  public TokenizedText newFeatures() {
    return new TokenizedText();
  }

  @Override
  public void extract(final SharedText text, final TokenizedText tokens) {
    tokens.take(text.bytes(), text.offset() + text.length());
  }
}
