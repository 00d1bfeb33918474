package io.labelstream.model.labeltree;

import io.labelstream.model.LabelFrequencies;
import io.labelstream.model.LabelText;
import io.labelstream.model.Labels;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.file.NameList;
import io.labelstream.model.labeltree.file.LabelTreeFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of label trees that was read and found sound. */
public final class LabelTreeArtifact implements ModelArtifact {
  private final ModelBytes bytes;
  private final LabelTreeFile file;
  private final FeatureSpace features;
  private final NameList names;
  private final int texts;
  private final List<StoredTree> trees;
  private final Link link;
  private final SearchRule search;
  private final ModelDescription description;

  LabelTreeArtifact(
      final ModelBytes bytes,
      final LabelTreeFile file,
      final List<ModelDescription.Part> parts,
      final FeatureSpace features,
      final NameList names,
      final int texts,
      final List<StoredTree> trees,
      final Link link,
      final SearchRule search) {
    this.bytes = bytes;
    this.file = file;
    this.features = features;
    this.names = names;
    this.texts = texts;
    this.trees = List.copyOf(trees);
    this.link = link;
    this.search = search;
    this.description = LabelTreeDescription.of(this, parts);
  }

  /**
   * The whole model on the heap, with the weights as the file has them.
   *
   * @throws IllegalStateException if the artefact is closed
   */
  public LabelTreeModel model() {
    bytes.segment();
    final byte[][] labels = new byte[labels()][];
    Arrays.setAll(labels, names::name);
    final List<LabelTree> heapTrees = new ArrayList<>();
    for (final StoredTree tree : trees) {
      heapTrees.add(tree.tree(features.size()));
    }
    return new LabelTreeModel(features, labels, file.labelTexts(), texts, heapTrees, link, search);
  }

  @Override
  public Optional<LabelFrequencies> frequencies() {
    final int[] counts = file.labelTexts();
    final Map<String, Long> byLabel = new HashMap<>();
    for (int label = 0; label < counts.length; label++) {
      byLabel.put(Labels.nameIn(LabelText.of(names.name(label))), (long) counts[label]);
    }
    return Optional.of(new LabelFrequencies(texts, byLabel));
  }

  /** The cost of each tree on the paths to the labels of training. */
  public List<TreeCost> costs() {
    final long[] counts = Arrays.stream(file.labelTexts()).asLongStream().toArray();
    return trees.stream().map(tree -> TreeCost.of(tree.shape(), counts)).toList();
  }

  /** The form of the weights. */
  public Precision precision() {
    return trees.getFirst().precision();
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public Metadata metadata() {
    return file.metadata();
  }

  @Override
  public MemoryPlan plan(final ModelOptions options) {
    return LabelTreePlan.of(this);
  }

  @Override
  public void close() {
    bytes.close();
  }

  ModelBytes bytes() {
    return bytes;
  }

  LabelTreeFile file() {
    return file;
  }

  FeatureSpace features() {
    return features;
  }

  List<StoredTree> trees() {
    return trees;
  }

  Link link() {
    return link;
  }

  SearchRule search() {
    return search;
  }

  int texts() {
    return texts;
  }

  int labels() {
    return names.size();
  }

  NameList names() {
    return names;
  }
}
