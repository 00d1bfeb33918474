package io.labelstream.keywords;

import io.labelstream.model.MemoryPlan;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.OffHeapLabels;
import io.labelstream.model.TextClassifier;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** There is nothing to decide: all is copied. */
record KeywordPlan(KeywordArtifact artifact, ModelMemory memory) implements MemoryPlan {

  static KeywordPlan of(final KeywordArtifact artifact) {
    final KeywordModel model = artifact.model();
    final long labelBytes =
        OffHeapLabels.bytesFor(model.labels().size(), label -> model.labels().get(label).getBytes(StandardCharsets.UTF_8).length);
    return new KeywordPlan(
        artifact,
        new ModelMemory(List.of(
            new ModelMemory.Part("words", Kind.REQUIRED, (long) KeywordClassifier.KEY_BYTES * model.words().size()),
            new ModelMemory.Part("weights", Kind.REQUIRED, (long) Float.BYTES * model.weights().length),
            new ModelMemory.Part("labels", Kind.REQUIRED, labelBytes))));
  }

  @Override
  public TextClassifier open() {
    artifact.bytes().segment();
    return KeywordClassifier.of(this);
  }
}
