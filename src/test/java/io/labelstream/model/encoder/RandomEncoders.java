package io.labelstream.model.encoder;

import io.labelstream.model.encoder.TransformerBody.Affine;
import io.labelstream.model.encoder.TransformerBody.Layer;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Dense;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.WordPieceVocabulary.Accents;
import io.labelstream.model.encoder.WordPieceVocabulary.LetterCase;
import io.labelstream.model.encoder.search.DocumentRows;
import io.labelstream.model.encoder.search.NeighbourGraph;
import io.labelstream.model.encoder.search.NeighbourGraphTest;
import io.labelstream.model.encoder.search.RandomDocuments;
import io.labelstream.model.matrix.FloatMatrix;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sentence encoders with random weights. */
public final class RandomEncoders {
  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]");
  private static final List<String> WORDS =
      List.of("the", "dog", "cat", "sat", "on", "mat", "a", "runs", "play", "##ing", "##s", "##ed", "日", "é", ",", "!", "w", "##o", "##r", "##d");

  private final Random random;
  private int dimensions = 20;
  private int layers = 2;
  private PiecePairs pairs = PiecePairs.NONE;
  private int heads = 2;
  private int positions = 12;
  private final List<Dense> dense = new ArrayList<>();
  private VectorLength length = VectorLength.UNIT;
  private EncoderHead head = new EncoderHead.None();

  public RandomEncoders(final long seed) {
    this.random = new Random(seed);
  }

  /** The dimensions of the body, of a transformer a multiple of its heads, of which there are 2 unless another number is set. */
  public RandomEncoders dimensions(final int count) {
    dimensions = count;
    return this;
  }

  /** Adds rows for pairs of pieces of the {@link #vocabulary}: the first and the second piece of each, ascending by their ids. */
  public RandomEncoders pairs(final String... pieces) {
    final List<String> names = vocabulary().pieces().stream().map(String::new).toList();
    pairs = new PiecePairs(Stream.of(pieces).mapToInt(names::indexOf).toArray());
    return this;
  }

  public RandomEncoders layers(final int count) {
    layers = count;
    return this;
  }

  public RandomEncoders heads(final int count) {
    heads = count;
    return this;
  }

  public RandomEncoders positions(final int count) {
    positions = count;
    return this;
  }

  /** Adds a map to {@code outputs} dimensions. */
  public RandomEncoders dense(final int outputs, final Activation activation) {
    dense.add(new Dense(matrix(outputs, outputDimensions()), floats(outputs), activation));
    return this;
  }

  public RandomEncoders length(final VectorLength other) {
    length = other;
    return this;
  }

  /** Adds labels, each with one or two rows. */
  public RandomEncoders labels(final String... names) {
    final int[] labelOfRow = IntStream.concat(IntStream.range(0, names.length), IntStream.range(0, names.length / 2)).toArray();
    head = new EncoderHead.LabelRows(
        Stream.of(names).map(RandomEncoders::utf8).toList(), matrix(labelOfRow.length, outputDimensions()), labelOfRow, floats(labelOfRow.length), 20f);
    return this;
  }

  /** Adds documents, whose ids are numbers. */
  public RandomEncoders documents(final int count) {
    head = new EncoderHead.Documents(ids(count), new RandomDocuments(random.nextLong(), outputDimensions()).rows(count), Optional.empty());
    return this;
  }

  /** Adds documents with a graph of two layers, a ring of all and one of every other. */
  public RandomEncoders documentsInRings(final int count) {
    final int[] all = IntStream.range(0, count).toArray();
    final int[] some = IntStream.range(0, count).filter(document -> document % 2 == 0).toArray();
    head = new EncoderHead.Documents(
        ids(count), new RandomDocuments(random.nextLong(), outputDimensions()).rows(count),
        Optional.of(new NeighbourGraph(0, 4, List.of(NeighbourGraphTest.ring(all), NeighbourGraphTest.ring(some)))));
    return this;
  }

  private static List<byte[]> ids(final int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).map(RandomEncoders::utf8).toList();
  }

  /**
   * Adds documents to find.
   *
   * @param graph over them; empty: a text is compared with all of them
   */
  public RandomEncoders documents(final int count, final Optional<NeighbourGraph> graph) {
    final byte[] rows = new byte[count * outputDimensions()];
    random.nextBytes(rows);
    head = new EncoderHead.Documents(
        IntStream.range(0, count).mapToObj(document -> utf8("document " + document)).toList(),
        new DocumentRows(count, outputDimensions(), 1 / 512f, MemorySegment.ofArray(rows)), graph);
    return this;
  }

  private int outputDimensions() {
    return dense.isEmpty() ? dimensions : dense.getLast().weight().rows();
  }

  /** A static encoder. */
  public EncoderModel tabled() {
    final WordPieceVocabulary vocabulary = vocabulary();
    final StaticBody body = new StaticBody(matrix(vocabulary.size() + pairs.count(), dimensions), pairs);
    return new EncoderModel(vocabulary, body, new VectorOutput(Pooling.MEAN, dense, length), head);
  }

  /** A transformer. */
  public EncoderModel transformer(final Pooling pooling) {
    final WordPieceVocabulary vocabulary = vocabulary();
    final TransformerBody body = new TransformerBody(
        matrix(vocabulary.size(), dimensions), matrix(positions, dimensions), normalisation(), heads,
        IntStream.range(0, layers).mapToObj(layer -> layer()).toList(), 1e-12f);
    return new EncoderModel(vocabulary, body, new VectorOutput(pooling, dense, length), head);
  }

  private Layer layer() {
    return new Layer(
        affine(dimensions, dimensions), affine(dimensions, dimensions), affine(dimensions, dimensions), affine(dimensions, dimensions), normalisation(),
        affine(2 * dimensions, dimensions), affine(dimensions, 2 * dimensions), normalisation());
  }

  private LayerNormalisation normalisation() {
    return new LayerNormalisation(floats(dimensions), floats(dimensions));
  }

  private Affine affine(final int outputs, final int inputs) {
    return new Affine(matrix(outputs, inputs), floats(outputs));
  }

  /** Random numbers, none of them 0. */
  public FloatMatrix matrix(final int rows, final int columns) {
    return new FloatMatrix(rows, columns, floats(rows * columns));
  }

  private float[] floats(final int count) {
    final float[] values = new float[count];
    for (int index = 0; index < count; index++) {
      values[index] = (float) random.nextGaussian();
    }
    return values;
  }

  /** The pieces of a few English words. */
  public static WordPieceVocabulary vocabulary() {
    return new WordPieceVocabulary(
        Stream.concat(SPECIAL.stream(), WORDS.stream()).map(RandomEncoders::utf8).toList(), LetterCase.LOWERED, Accents.STRIPPED, 1, 2, 3);
  }

  private static byte[] utf8(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
