package io.labelstream.model.labeltree;

import io.labelstream.model.Lifetime;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.ModelBytes.Storage;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.OffHeapLabels;
import io.labelstream.model.TextClassifier;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** The plan for opening label trees. There is nothing to decide: weights are used in place if the file is mapped, else copied; all else is built. Immutable. */
record LabelTreePlan(LabelTreeArtifact artifact, ModelMemory memory) implements MemoryPlan {

  static LabelTreePlan of(final LabelTreeArtifact artifact) {
    final List<StoredTree> trees = artifact.trees();
    final Kind weights = artifact.bytes().storage() == Storage.MAPPED ? Kind.MAPPED : Kind.REQUIRED;
    return new LabelTreePlan(
        artifact,
        new ModelMemory(
            List.of(
                new ModelMemory.Part("features", Kind.REQUIRED, FeatureTable.bytesFor(artifact.features().size())),
                new ModelMemory.Part("nodes", Kind.REQUIRED, trees.stream().mapToLong(ChunkedTree::nodeBytesFor).sum()),
                new ModelMemory.Part("index of weights", Kind.REQUIRED, trees.stream().mapToLong(ChunkedTree::indexBytesFor).sum()),
                new ModelMemory.Part("weights", weights, trees.stream().mapToLong(tree -> tree.sections().entries().byteSize()).sum()),
                new ModelMemory.Part("labels", Kind.REQUIRED, OffHeapLabels.bytesFor(artifact.labels(), artifact::nameLength)))));
  }

  @Override
  public TextClassifier open() throws ModelRefusedException, IOException {
    final Arena arena = Arena.ofShared();
    try {
      return open(arena);
    } catch (final ModelRefusedException | IOException | RuntimeException | Error failure) {
      arena.close();
      throw failure;
    }
  }

  private LabelTreeClassifier open(final Arena arena) throws ModelRefusedException, IOException {
    artifact.bytes().segment();
    final FeatureTable features = FeatureTable.of(artifact.features(), arena);
    final List<ChunkedTree> trees = new ArrayList<>();
    for (final StoredTree tree : artifact.trees()) {
      trees.add(ChunkedTree.of(tree, entries(tree.sections().entries(), arena), artifact.features().size(), artifact.link(), arena));
    }
    final OffHeapLabels labels = OffHeapLabels.of(artifact.file().labels(), artifact.labels(), artifact::nameStart, artifact::nameLength, arena);
    return new LabelTreeClassifier(
        artifact.description(), memory, new Lifetime(arena), labels, features, List.copyOf(trees), artifact.link(), artifact.search());
  }

  private MemorySegment entries(final MemorySegment entries, final Arena arena) throws IOException {
    if (artifact.bytes().storage() == Storage.MAPPED) {
      final MemorySegment pages = artifact.bytes().map(entries.address() - artifact.bytes().segment().address(), entries.byteSize(), arena);
      // All pages have just been read for the checks. Otherwise texts would pay for mapping them again, one page fault after another.
      pages.load();
      return pages;
    }
    return arena.allocate(entries.byteSize(), Long.BYTES).copyFrom(entries);
  }
}
