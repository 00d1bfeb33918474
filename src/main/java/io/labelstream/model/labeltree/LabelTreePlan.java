package io.labelstream.model.labeltree;

import io.labelstream.model.FileTables;
import io.labelstream.model.Labels;
import io.labelstream.model.Lifetime;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.labeltree.ChunkRows.EntryPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * The plan for opening label trees. There is nothing to decide: weights and the names of labels stay in the pages of a mapped file, and all else is laid out
 * anew, to be searched quickly. Immutable.
 */
record LabelTreePlan(LabelTreeArtifact artifact, FileTables tables, ModelMemory memory) implements MemoryPlan {

  static LabelTreePlan of(final LabelTreeArtifact artifact) {
    final List<StoredTree> trees = artifact.trees();
    final FileTables tables = FileTables.of(artifact.bytes());
    final List<ModelMemory.Part> parts = new ArrayList<>();
    parts.add(new ModelMemory.Part("features", Kind.REQUIRED, FeatureTable.bytesFor(artifact.features().size())));
    parts.add(new ModelMemory.Part("nodes", Kind.REQUIRED, trees.stream().mapToLong(ChunkedTree::nodeBytesFor).sum()));
    parts.addAll(weights(trees, tables));
    parts.addAll(artifact.names().memory("labels", tables));
    return new LabelTreePlan(artifact, tables, new ModelMemory(parts));
  }

  private static List<ModelMemory.Part> weights(final List<StoredTree> trees, final FileTables tables) {
    long own = 0;
    long mapped = 0;
    for (final StoredTree tree : trees) {
      final EntryPlace place = tree.entryPlace(tables);
      own += ChunkedTree.weightBytesFor(tree, place);
      mapped += place == EntryPlace.FILE ? tree.sections().entries().byteSize() : 0;
    }
    return mapped == 0
        ? List.of(new ModelMemory.Part("weights", Kind.REQUIRED, own))
        : List.of(new ModelMemory.Part("weights", Kind.MAPPED, mapped), new ModelMemory.Part("weights, by feature", Kind.REQUIRED, own));
  }

  @Override
  public TextClassifier open() throws ModelRefusedException, IOException {
    final Arena arena = Arena.ofShared();
    try {
      return open(arena);
    } catch (final UncheckedIOException failure) {
      arena.close();
      throw failure.getCause();
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
      trees.add(ChunkedTree.of(tree, artifact.features().size(), artifact.link(), tables, arena));
    }
    final Labels labels = artifact.names().open(tables, arena);
    return new LabelTreeClassifier(
        artifact.description(), memory, new Lifetime(arena), labels, features, List.copyOf(trees), artifact.link(), artifact.search());
  }
}
