package io.labelstream.model.inception;

import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.inception.WordRules.StopWords;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.model.matrix.ProductQuantizer;
import io.labelstream.model.matrix.ProductRows;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Models of the family {@code inception} with random weights, whose words are {@code wa}, {@code wb} and so on. */
public final class RandomInceptions {
  private static final int LETTERS = 26;

  private final Random random;
  private int width = InceptionShape.LEAST_WIDTH;
  private int words = 20;
  private int labels = 10;
  private boolean isEnhanced;
  private int clusters;
  private int kept;
  private Ranking ranking = Ranking.LABEL;

  public RandomInceptions(final long seed) {
    this.random = new Random(seed);
  }

  public RandomInceptions width(final int dimensions) {
    width = dimensions;
    return this;
  }

  public RandomInceptions words(final int count) {
    words = count;
    return this;
  }

  public RandomInceptions labels(final int count) {
    labels = count;
    return this;
  }

  public RandomInceptions enhanced() {
    isEnhanced = true;
    return this;
  }

  public RandomInceptions shortlist(final int clusterCount, final int keptClusters, final Ranking order) {
    clusters = clusterCount;
    kept = keptClusters;
    ranking = order;
    return this;
  }

  public InceptionModel model() {
    final InceptionShape shape = new InceptionShape(width);
    return new InceptionModel(
        new WordRules(StopWords.KEPT),
        IntStream.range(0, words).mapToObj(word -> utf8(word(word))).toArray(byte[][]::new),
        IntStream.range(0, words).map(word -> words - word).toArray(),
        matrix(words, width, 0.5),
        encoder(shape),
        head(shape, labels),
        clusters == 0 ? Optional.empty() : Optional.of(new Shortlist(head(shape, clusters), clusterOf(), kept, ranking)),
        IntStream.range(0, labels).mapToObj(label -> utf8("label " + label)).toArray(byte[][]::new),
        IntStream.range(0, labels).map(label -> label + 1).toArray(),
        100);
  }

  /** Random product-quantised rows for the labels. */
  public ProductRows codedLabels(final int subvectorColumns) {
    final int columns = new InceptionShape(width).features();
    final int subvectors = columns / subvectorColumns;
    final MemorySegment centroids = MemorySegment.ofArray(floats(ProductQuantizer.CENTROIDS * columns, 1 / Math.sqrt(columns)));
    return new ProductRows(
        labels,
        bytes(labels * subvectors),
        new ProductQuantizer(columns, subvectors, subvectorColumns, subvectorColumns, centroids),
        Optional.of(new ProductRows.Norms(bytes(labels), MemorySegment.ofArray(floats(ProductQuantizer.CENTROIDS, 1)))));
  }

  private MemorySegment bytes(final int count) {
    final byte[] values = new byte[count];
    random.nextBytes(values);
    return MemorySegment.ofArray(values);
  }

  /** A word of the vocabulary. */
  public static String word(final int id) {
    return "w" + (id < LETTERS ? "" : word(id / LETTERS - 1)) + (char) ('a' + id % LETTERS);
  }

  private InceptionEncoder encoder(final InceptionShape shape) {
    final int channels = InceptionShape.CHANNELS;
    final Optional<Enhancement> enhancement = isEnhanced
        ? Optional.of(new Enhancement(0.3f, matrix(InceptionShape.SLOTS, InceptionShape.SLOTS, 0.2), -0.2f, matrix(width, width, 0.1)))
        : Optional.empty();
    final List<Affine> first = IntStream.range(0, InceptionShape.kernels()).mapToObj(index -> affine(channels, channels * InceptionShape.kernel(index))).toList();
    final Affine second = affine(channels, InceptionShape.kernels() * channels * InceptionShape.LONGEST_KERNEL);
    return new InceptionEncoder(shape, enhancement, affine(channels, InceptionShape.SLOTS), first, second, floats(channels, 1), floats(channels, 1));
  }

  private InceptionHead head(final InceptionShape shape, final int outputs) {
    final int features = shape.features();
    return new InceptionHead(affine(features, features), floats(features, 1), floats(features, 1), affine(outputs, features));
  }

  /** Each cluster has a label at least. */
  private int[] clusterOf() {
    final int[] clusterOf = IntStream.range(0, labels).map(label -> label < clusters ? label : random.nextInt(clusters)).toArray();
    for (int label = 0; label < labels; label++) {
      final int other = random.nextInt(labels);
      final int cluster = clusterOf[label];
      clusterOf[label] = clusterOf[other];
      clusterOf[other] = cluster;
    }
    return clusterOf;
  }

  private Affine affine(final int outputs, final int inputs) {
    return new Affine(matrix(outputs, inputs, 1 / Math.sqrt(inputs)), floats(outputs, 0.5));
  }

  private FloatMatrix matrix(final int rows, final int columns, final double deviation) {
    return new FloatMatrix(rows, columns, floats(rows * columns, deviation));
  }

  private float[] floats(final int count, final double deviation) {
    final float[] values = new float[count];
    for (int index = 0; index < count; index++) {
      values[index] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  private static byte[] utf8(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
