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
import java.util.stream.Stream;

/** Networks with random weights, which know the words of {@link #TEXTS}. */
public final class RandomNetworks {
  /** Short texts. */
  public static final List<String> TEXTS = List.of("the dog plays", "A cat sat on the mat", "libfoo2", "日 é");

  private static final String[] WORDS = {"the", "dog", "cat", "sat", "on", "mat", "a", "plays", "libfoo", "2", "日", "é"};

  private final Random random;
  private int width = InceptionShape.LEAST_WIDTH;
  private boolean enhanced;
  private int clusters;
  private int kept;
  private Ranking ranking = Ranking.LABEL;
  private String[] labels = {"one", "two", "three", "four", "five"};

  public RandomNetworks(final long seed) {
    this.random = new Random(seed);
  }

  public RandomNetworks width(final int other) {
    width = other;
    return this;
  }

  /** Adds the two attentions. */
  public RandomNetworks enhanced() {
    enhanced = true;
    return this;
  }

  public RandomNetworks labels(final String... names) {
    labels = names;
    return this;
  }

  /** Adds clusters, of which some are kept. */
  public RandomNetworks shortlist(final int count, final int keptOfThem, final Ranking rankedBy) {
    clusters = count;
    kept = keptOfThem;
    ranking = rankedBy;
    return this;
  }

  /** The network. */
  public InceptionModel model() {
    final InceptionShape shape = new InceptionShape(width);
    final int channels = InceptionShape.CHANNELS;
    final Optional<Enhancement> enhancement = enhanced
        ? Optional.of(new Enhancement(0.02f, matrix(InceptionShape.SLOTS, InceptionShape.SLOTS), -0.03f, matrix(width, width)))
        : Optional.empty();
    final InceptionEncoder encoder = new InceptionEncoder(
        shape,
        enhancement,
        affine(channels, InceptionShape.SLOTS),
        IntStream.range(0, InceptionShape.kernels()).mapToObj(number -> affine(channels, channels * InceptionShape.kernel(number))).toList(),
        affine(channels, InceptionShape.kernels() * channels * InceptionShape.LONGEST_KERNEL),
        floats(channels),
        floats(channels));
    final Optional<Shortlist> shortlist = clusters > 0
        ? Optional.of(new Shortlist(head(shape, clusters), IntStream.range(0, labels.length).map(label -> label % clusters).toArray(), kept, ranking))
        : Optional.empty();
    return new InceptionModel(
        new WordRules(StopWords.KEPT),
        Stream.of(WORDS).map(RandomNetworks::utf8).toArray(byte[][]::new),
        IntStream.range(0, WORDS.length).map(word -> 200 - word).toArray(),
        matrix(WORDS.length, width),
        encoder,
        head(shape, labels.length),
        shortlist,
        Stream.of(labels).map(RandomNetworks::utf8).toArray(byte[][]::new),
        IntStream.range(0, labels.length).map(label -> 300 - label).toArray(),
        1_000);
  }

  /** Random product-quantised rows for the labels of a network. */
  public ProductRows labelRows(final int subvectorColumns) {
    final int columns = new InceptionShape(width).features();
    final int subvectors = columns / subvectorColumns;
    final byte[] codes = new byte[labels.length * subvectors];
    random.nextBytes(codes);
    final byte[] norms = new byte[labels.length];
    random.nextBytes(norms);
    return new ProductRows(
        labels.length,
        MemorySegment.ofArray(codes),
        new ProductQuantizer(
            columns, subvectors, subvectorColumns, subvectorColumns, MemorySegment.ofArray(floats(ProductQuantizer.CENTROIDS * columns))),
        Optional.of(new ProductRows.Norms(MemorySegment.ofArray(norms), MemorySegment.ofArray(floats(ProductQuantizer.CENTROIDS)))));
  }

  private InceptionHead head(final InceptionShape shape, final int outputs) {
    return new InceptionHead(affine(shape.features(), shape.features()), floats(shape.features()), floats(shape.features()), affine(outputs, shape.features()));
  }

  private Affine affine(final int outputs, final int inputs) {
    return new Affine(matrix(outputs, inputs), floats(outputs));
  }

  private FloatMatrix matrix(final int rows, final int columns) {
    final FloatMatrix matrix = new FloatMatrix(rows, columns, floats(rows * columns));
    for (int index = 0; index < matrix.values().length; index++) {
      matrix.values()[index] *= 2 / (float) Math.sqrt(columns);
    }
    return matrix;
  }

  private float[] floats(final int count) {
    final float[] values = new float[count];
    for (int index = 0; index < count; index++) {
      values[index] = (float) random.nextGaussian();
    }
    return values;
  }

  private static byte[] utf8(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
