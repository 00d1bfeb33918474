package io.labelstream.model.labeltree;

import io.labelstream.model.Lifetime;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.OffHeapLabels;
import io.labelstream.model.TextClassifier;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** The plan for opening label trees. There is nothing to decide: all tables are laid out anew, to be searched quickly. Immutable. */
record LabelTreePlan(LabelTreeArtifact artifact, ModelMemory memory) implements MemoryPlan {

  static LabelTreePlan of(final LabelTreeArtifact artifact) {
    final List<StoredTree> trees = artifact.trees();
    return new LabelTreePlan(
        artifact,
        new ModelMemory(
            List.of(
                new ModelMemory.Part("features", Kind.REQUIRED, FeatureTable.bytesFor(artifact.features().size())),
                new ModelMemory.Part("nodes", Kind.REQUIRED, trees.stream().mapToLong(ChunkedTree::nodeBytesFor).sum()),
                new ModelMemory.Part("weights", Kind.REQUIRED, trees.stream().mapToLong(ChunkedTree::weightBytesFor).sum()),
                new ModelMemory.Part("labels", Kind.REQUIRED, OffHeapLabels.bytesFor(artifact.labels(), artifact.names()::length)))));
  }

  @Override
  public TextClassifier open() throws ModelRefusedException {
    final Arena arena = Arena.ofShared();
    try {
      return open(arena);
    } catch (final ModelRefusedException | RuntimeException | Error failure) {
      arena.close();
      throw failure;
    }
  }

  /** Opens the model in {@code arena}, which is closed with it. */
  LabelTreeClassifier open(final Arena arena) throws ModelRefusedException {
    artifact.bytes().segment();
    final FeatureTable features = FeatureTable.of(artifact.features(), arena);
    final List<ChunkedTree> trees = new ArrayList<>();
    for (final StoredTree tree : artifact.trees()) {
      trees.add(ChunkedTree.of(tree, artifact.features().size(), artifact.link(), arena));
    }
    final OffHeapLabels labels = OffHeapLabels.of(artifact.file().labels(), artifact.labels(), artifact.names()::start, artifact.names()::length, arena);
    return new LabelTreeClassifier(
        artifact.description(), memory, new Lifetime(arena), labels, features, List.copyOf(trees), artifact.link(), artifact.search());
  }
}
