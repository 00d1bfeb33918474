package io.labelstream.model.inception.file;

import io.labelstream.model.file.NameList;
import io.labelstream.model.inception.Affine;
import io.labelstream.model.inception.Enhancement;
import io.labelstream.model.inception.InceptionEncoder;
import io.labelstream.model.inception.InceptionHead;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.InceptionWeights;
import io.labelstream.model.inception.Shortlist;
import io.labelstream.model.matrix.AffineRows;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Copies a file's model to the heap. */
final class HeapModel {
  private HeapModel() {}

  static InceptionModel of(final InceptionFile file) {
    final InceptionWeights weights = file.weights();
    final int[] counts = file.wordTexts();
    // The sort is stable: words with as many texts stay in the order of their bytes.
    final int[] order = IntStream.range(0, counts.length).boxed()
        .sorted(Comparator.comparing((Integer word) -> counts[word]).reversed()).mapToInt(Integer::intValue).toArray();
    return new InceptionModel(
        file.words(),
        IntStream.of(order).mapToObj(file.vocabulary()::get).toArray(byte[][]::new),
        IntStream.of(order).map(word -> counts[word]).toArray(),
        weights.embeddings().floats().rows(order),
        new InceptionEncoder(
            weights.shape(),
            weights.enhancement().map(HeapModel::enhancement),
            affine(weights.projection()),
            weights.first().stream().map(HeapModel::affine).toList(),
            affine(weights.second()),
            weights.scale(),
            weights.shift()),
        head(weights.head()),
        weights.shortlist().map(HeapModel::shortlist),
        names(file.labels()),
        file.labelTexts(),
        file.texts());
  }

  private static Enhancement enhancement(final InceptionWeights.Attentions attentions) {
    return new Enhancement(attentions.wordFactor(), attentions.words().floats(), attentions.dimensionFactor(), attentions.dimensions().floats());
  }

  private static Shortlist shortlist(final InceptionWeights.Clusters clusters) {
    return new Shortlist(head(clusters.head()), clusters.clusterOf(), clusters.kept(), clusters.ranking());
  }

  private static InceptionHead head(final InceptionWeights.Head head) {
    return new InceptionHead(affine(head.hidden()), head.scale(), head.shift(), new Affine(head.output().weight().floats(), head.output().bias()));
  }

  private static Affine affine(final AffineRows rows) {
    return new Affine(rows.weight().floats(), rows.bias());
  }

  private static byte[][] names(final NameList labels) {
    return IntStream.range(0, labels.size()).mapToObj(labels::name).toArray(byte[][]::new);
  }
}
