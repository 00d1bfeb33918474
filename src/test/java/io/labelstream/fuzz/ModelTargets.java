package io.labelstream.fuzz;

import io.labelstream.fixture.CompactModels;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fuzz.FuzzTarget.Bound;
import io.labelstream.fuzz.FuzzTarget.Reader;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.RandomEncoders;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.ensemble.Ensembles;
import io.labelstream.model.inception.RandomInceptions;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.inception.file.InceptionFile;
import io.labelstream.model.labeltree.Link;
import io.labelstream.model.labeltree.RandomLabelTrees;
import io.labelstream.model.labeltree.SearchRule;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.model.matrix.file.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Model files of every family, read as the pipeline reads them: described, planned, opened, and asked. */
final class ModelTargets {
  private static final long DERIVED = 1 << 20;
  /** A session has scratch memory by the sizes of the model; the interpreter boxes vectors. */
  private static final Bound HEAP = Bound.of(200, 32 << 20);
  /** Outside the heap: the model, decoded, and the tables that the options allow. */
  private static final Bound RESIDENT = Bound.of(72, DERIVED + (1 << 20));
  private static final List<String> TEXTS = List.of("alpha word1 the wa, 0:1 3:0.5", "日é cat runs. w3 wb word2 beta gamma", "");
  private static final int MOST_LABELS = 5;
  /** Where a fastText file has the number of words, behind that of entries, and the number of labels. */
  private static final int WORDS = 68;
  private static final int LABELS = WORDS + Integer.BYTES;

  private final FileChannel file;

  private ModelTargets(final Path folder) throws IOException {
    this.file = FileChannel.open(folder.resolve("model"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  static List<FuzzTarget> of(final Path folder) throws IOException, ModelRefusedException {
    final ModelTargets targets = new ModelTargets(folder);
    return List.of(
        targets.target("fasttext", fastTexts()).with(ModelTargets::inOrder),
        targets.target("fasttext-safetensors", compact(fastTexts())).with(SafetensorsLayout::of),
        targets.target("labeltree", trees()).with(SafetensorsLayout::of),
        targets.target("encoder", encoders()).with(SafetensorsLayout::of),
        targets.target("inception", networks()).with(SafetensorsLayout::of),
        targets.target("ensemble", ensembles()).with(SafetensorsLayout::of));
  }

  private FuzzTarget target(final String name, final List<byte[]> seeds) {
    return FuzzTarget.of(name, seeds, HEAP, this::read, List.of(ModelRefusedException.class, GoldenSamples.UnreadableException.class));
  }

  private String read(final byte[] input) throws Exception {
    file.truncate(0);
    file.write(ByteBuffer.wrap(input), 0);
    // An odd length is read from mapped pages, as a large file is.
    try (ModelArtifact artifact = ModelLoader.read(ModelBytes.of(file, input.length % 2 == 0 ? Long.MAX_VALUE : 0))) {
      require(artifact.description().fileBytes() == input.length, "the description is of another size");
      artifact.frequencies();
      GoldenSamples.inside(artifact.metadata());
      final MemoryPlan plan = artifact.plan(new ModelOptions(DERIVED));
      require(plan.memory().residentBytes() <= RESIDENT.bytes(input.length), "memory is planned beyond the bound");
      try (TextClassifier classifier = plan.open()) {
        require(classifier.memory().residentBytes() <= plan.memory().residentBytes(), "more memory is held than was planned");
        use(classifier);
      }
    }
    return Reader.ACCEPTED;
  }

  private static void use(final TextClassifier classifier) {
    final ClassifierSession session = classifier.newSession();
    final Predictions predictions = classifier.newPredictions(MOST_LABELS, 0);
    final OptionalInt dimensions = classifier.vectorDimensions();
    for (final String text : TEXTS) {
      session.classify(text, predictions);
      for (int rank = 0; rank < predictions.count(); rank++) {
        classifier.labels().text(predictions.label(rank));
        require(predictions.score(rank) >= 0 && predictions.score(rank) < 1.0001, "a score is none");
      }
      for (int dimension = 0; dimension < dimensions.orElse(0); dimension++) {
        require(Float.isFinite(session.vector()[dimension]), "a vector has a number that is not finite");
      }
    }
  }

  private static void require(final boolean holds, final String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** With as many entries in the vocabulary as words and labels. */
  private static byte[] inOrder(final byte[] fastText) {
    if (fastText.length < LABELS + Integer.BYTES) {
      return fastText;
    }
    final ByteBuffer file = ByteBuffer.wrap(fastText.clone()).order(ByteOrder.LITTLE_ENDIAN);
    return file.putInt(WORDS - Integer.BYTES, file.getInt(WORDS) + file.getInt(LABELS)).array();
  }

  private static List<byte[]> fastTexts() {
    return List.of(
        new FastTextModelFile(1).dimensions(3).wordNgrams(2).buckets(7).subwords(2, 3).bytes(),
        new FastTextModelFile(2).dimensions(2).loss(FastTextModelFile.HIERARCHICAL_SOFTMAX).version(11).wordNgrams(3).buckets(5).bytes(),
        new FastTextModelFile(3).dimensions(3).wordNgrams(2).buckets(40).subwords(1, 2).quantised(2, true).quantisedOutput().keeping(3, 39, 7)
            .loss(FastTextModelFile.HIERARCHICAL_SOFTMAX).bytes(),
        new FastTextModelFile(4).dimensions(3).buckets(9).wordNgrams(2).quantised(2, false).loss(FastTextModelFile.ONE_VERSUS_ALL).bytes(),
        new FastTextModelFile(5).dimensions(2).quantised(1, true).quantisedOutput().keeping().loss(FastTextModelFile.NEGATIVE_SAMPLING).bytes());
  }

  private static List<byte[]> compact(final List<byte[]> files) throws IOException, ModelRefusedException {
    final List<byte[]> compact = new ArrayList<>();
    final Metadata metadata = Metadata.none().with(Metadata.LICENCE, "CC0-1.0")
        .with(Metadata.GOLDEN_SAMPLES, "{\"text\":\"a\",\"labels\":[{\"name\":\"b\",\"score\":0.5}]}\n");
    for (final byte[] file : files) {
      compact.add(CompactModels.of(file, metadata));
    }
    return compact;
  }

  private static List<byte[]> trees() {
    return List.of(
        RandomLabelTrees.file(new RandomLabelTrees(1).labels(9).features(12).words(), io.labelstream.model.labeltree.Precision.INT8),
        RandomLabelTrees.file(new RandomLabelTrees(2).labels(7).features(9).link(Link.SIGMOID).search(new SearchRule.Beam(2)).words(),
            io.labelstream.model.labeltree.Precision.FLOAT16),
        RandomLabelTrees.file(new RandomLabelTrees(3).labels(5).features(10).trees(3).sparse(), io.labelstream.model.labeltree.Precision.INT8),
        RandomLabelTrees.file(new RandomLabelTrees(4).labels(1).features(3).fill(1).sparse(), io.labelstream.model.labeltree.Precision.INT8));
  }

  private static List<byte[]> encoders() throws IOException {
    return List.of(
        encoder(new RandomEncoders(3).pairs("[CLS]", "the", "the", "dog", "cat", "runs").labels("a", "b").tabled(), Precision.INT8),
        encoder(new RandomEncoders(2).dense(7, Activation.TANH).labels("yes", "no", "perhaps").tabled(), Precision.FLOAT32),
        encoder(new RandomEncoders(5).dimensions(8).layers(1).dense(6, Activation.NONE).labels("a", "b").transformer(Pooling.FIRST), Precision.INT8),
        encoder(new RandomEncoders(6).dimensions(8).layers(2).transformer(Pooling.MEAN), Precision.FLOAT32),
        encoder(new RandomEncoders(7).dimensions(64).documentsInRings(6).tabled(), Precision.INT8),
        encoder(new RandomEncoders(8).dimensions(64).documents(5).tabled(), Precision.INT8));
  }

  private static List<byte[]> networks() throws IOException {
    return List.of(
        network(new RandomInceptions(1), Optional.empty(), Precision.INT8),
        network(new RandomInceptions(2).enhanced().shortlist(3, 2, Ranking.LABEL_AND_CLUSTER), Optional.empty(), Precision.INT8),
        network(new RandomInceptions(4).labels(40), Optional.of(new RandomInceptions(4).labels(40).codedLabels(4)), Precision.INT8));
  }

  private static List<byte[]> ensembles() {
    final byte[] words = new FastTextModelFile(1).dimensions(3).wordNgrams(2).buckets(7).subwords(2, 3).labels("__label__label1", "__label__b").bytes();
    return List.of(Ensembles.of(4, trees().getFirst(), words), Ensembles.of(50, words, fastTexts().get(3), trees().get(1)));
  }

  private static byte[] encoder(final EncoderModel model, final Precision precision) throws IOException {
    return written(out -> EncoderFile.write(model, Metadata.none(), precision, out));
  }

  private static byte[] network(final RandomInceptions random, final Optional<ProductRows> rows, final Precision precision) throws IOException {
    return written(out -> InceptionFile.write(random.model(), rows, Metadata.none(), precision, out));
  }

  /** Writes a file. */
  @FunctionalInterface
  private interface Body {
    void writeTo(WritableByteChannel out) throws IOException;
  }

  private static byte[] written(final Body body) throws IOException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.writeTo(Channels.newChannel(out));
    return out.toByteArray();
  }
}
