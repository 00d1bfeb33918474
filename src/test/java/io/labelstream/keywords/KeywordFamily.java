package io.labelstream.keywords;

import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.Safetensors;

/** Models that look for words: see {@link KeywordModel}. */
public final class KeywordFamily implements ModelFamily {

  @Override
  public String name() {
    return KeywordModel.FAMILY;
  }

  @Override
  public KeywordArtifact read(final ModelBytes bytes) throws ModelRefusedException {
    final Safetensors file = Safetensors.parse(bytes.segment());
    return new KeywordArtifact(bytes, KeywordModel.read(file), KeywordModel.metadata(file), file.parts());
  }
}
