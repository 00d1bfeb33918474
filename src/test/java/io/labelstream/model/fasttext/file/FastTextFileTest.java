package io.labelstream.model.fasttext.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fate of a damaged, hostile or foreign file. */
class FastTextFileTest {
  /** Far more than a small model needs, far less than what a header can ask for. */
  private static final long MOST_HEAP_BYTES = 8L << 20;

  private static final List<byte[]> TEXTS =
      Stream.of("", "alpha", "alpha beta gamma delta", "__label__a alpha </s> beta", "unknown words only", "é日\uD83D\uDE00 alpha")
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .toList();

  @TempDir private Path folder;

  /** One small model of each form. */
  static Stream<FastTextModelFile> forms() {
    return Stream.of(
        new FastTextModelFile(1).dimensions(3).wordNgrams(2).buckets(7).subwords(2, 3),
        new FastTextModelFile(2).dimensions(2).loss(FastTextModelFile.HIERARCHICAL_SOFTMAX).version(11).wordNgrams(3).buckets(5),
        new FastTextModelFile(3).dimensions(3).wordNgrams(2).buckets(40).subwords(1, 2).quantised(2, true).quantisedOutput().keeping(3, 39, 7)
            .loss(FastTextModelFile.HIERARCHICAL_SOFTMAX),
        new FastTextModelFile(4).dimensions(3).buckets(9).wordNgrams(2).quantised(2, false).loss(FastTextModelFile.ONE_VERSUS_ALL),
        new FastTextModelFile(5).dimensions(2).quantised(1, true).quantisedOutput().keeping().loss(FastTextModelFile.NEGATIVE_SAMPLING));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void shouldRefuseAbsurdNumbersAtOnce(final FastTextModelFile form) throws Exception {
    // Given
    final byte[] whole = form.bytes();
    final Map<String, FastTextModelFile.Field> fields = form.fields();
    for (final String name : fields.keySet()) {
      final FastTextModelFile.Field field = fields.get(name);
      for (final long value : new long[] {-1, 0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE}) {
        final byte[] absurd = whole.clone();
        put(absurd, field, value);
        final long before = allocatedBytes();
        // When
        final int opened = openAndClassify(absurd, ModelOptions.defaults());
        // Then
        assertThat(allocatedBytes() - before).as("heap with %s = %d", name, value).isLessThan(MOST_HEAP_BYTES);
        if (isSize(name) && field.width() > 1 && (value > 1 << 30 || value < -1) && (field.width() == Long.BYTES || value == (int) value)) {
          assertThat(opened).as("%s = %d is taken", name, value).isZero();
        }
      }
    }
  }

  private static boolean isSize(final String name) {
    // A vector narrower than its sub-vectors is one short sub-vector.
    return !name.endsWith(" sub-vector columns") && !List.of("ws", "epoch", "minCount", "neg", "minn", "maxn", "bucket", "wordNgrams", "lrUpdateRate", "t", "ntokens").contains(name);
  }

  @ParameterizedTest
  @CsvSource({"version, 10, VERSION_TOO_OLD", "version, 13, VERSION_TOO_NEW", "magic, 1, NOT_A_MODEL", "model, 1, NOT_A_CLASSIFIER", "loss, 0, INCONSISTENT",
    "loss, 5, INCONSISTENT", "dim, 0, INCONSISTENT", "nwords, 5, INCONSISTENT", "prune bucket 0, 39, INCONSISTENT", "prune row 0, 3, INCONSISTENT",
    "prune bucket 0, 40, INCONSISTENT", "prune bucket 0, -1, INCONSISTENT", "quantised, 2, INCONSISTENT", "input sub-vectors, 3, INCONSISTENT",
    "input code bytes, 0, INCONSISTENT", "input rows, 6, INCONSISTENT", "output rows, 2, INCONSISTENT", "output columns, 4, INCONSISTENT"})
  void shouldNameTheDefect(final String name, final long value, final ModelDefect expected) {
    // Given
    final FastTextModelFile form = forms().skip(2).findFirst().orElseThrow();
    final byte[] bytes = form.bytes();
    put(bytes, form.fields().get(name), value);
    // When
    final ModelDefect defect = defect(MemorySegment.ofArray(bytes));
    // Then
    assertThat(defect).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void shouldRefuseWeightsThatAreNotFinite(final float weight) throws Exception {
    // Given
    final float[] input = new float[8];
    final float[] output = new float[6];
    input[7] = weight;
    final byte[] badInput = new FastTextModelFile(1).dimensions(2).input(input).bytes();
    output[5] = weight;
    final byte[] badOutput = new FastTextModelFile(1).dimensions(2).output(output).bytes();
    final FastTextModelFile quantised = new FastTextModelFile(1).dimensions(2).quantised(1, true).quantisedOutput();
    final byte[] badCodebook = quantised.bytes();
    put(badCodebook, new FastTextModelFile.Field(badCodebook.length - 4, 4), Float.floatToRawIntBits(weight));
    for (final byte[] bytes : List.of(badInput, badOutput, badCodebook)) {
      // When
      final Throwable refusal = catchThrowable(() -> open(bytes, ModelOptions.defaults()));
      // Then
      assertThat(refusal).isInstanceOfSatisfying(ModelRefusedException.class, e -> assertThat(e.defect()).isEqualTo(ModelDefect.NOT_FINITE));
    }
  }

  @Test
  void shouldRefuseLabelCountsThatMakeNoTree() {
    // Given
    final byte[] bytes =
        new FastTextModelFile(1).loss(FastTextModelFile.HIERARCHICAL_SOFTMAX).labelCounts(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE).bytes();
    // When
    final Throwable refusal = catchThrowable(() -> open(bytes, ModelOptions.defaults()));
    // Then
    assertThat(refusal).isInstanceOfSatisfying(ModelRefusedException.class, e -> assertThat(e.defect()).isEqualTo(ModelDefect.INCONSISTENT));
  }

  @Test
  void shouldReadSubwordsFromLengthZeroAsFromOne() throws Exception {
    // Given
    final byte[] zero = new FastTextModelFile(1).buckets(10).subwords(0, 3).bytes();
    // When
    final FastTextArguments arguments = FastTextFile.parse(MemorySegment.ofArray(zero)).arguments();
    // Then
    assertThat(arguments.shortestSubword()).isEqualTo(1);
    assertThat(arguments.longestSubword()).isEqualTo(3);
  }

  @Test
  void shouldKeepAWordThatAnEmptyEntryFollows() throws Exception {
    // Given
    final byte[] bytes = new FastTextModelFile(1).dimensions(1).words("alpha", "").labels("__label__a", "__label__b").input(1, -9).output(5, 0).bytes();
    final Predictions predictions = new Predictions(1, 0f);
    try (TextClassifier classifier = open(bytes, ModelOptions.defaults())) {
      // When
      classifier.newSession().classify("alpha", predictions);
      // Then
      assertThat(predictions.label(0)).isZero();
    }
  }

  @Test
  void shouldRefuseAModelThatWasNotTrainedToClassify() {
    // Given
    final Path unsupervised = SharedFiles.need("data/models/fastrtext.model_unsupervised_test.bin");
    // When
    final Throwable refusal = catchThrowable(() -> ModelLoader.open(unsupervised));
    // Then
    assertThat(refusal).isInstanceOfSatisfying(ModelRefusedException.class, e -> assertThat(e.defect()).isEqualTo(ModelDefect.NOT_A_CLASSIFIER));
  }

  @Test
  void shouldRefuseFilesThatAreNoModelOrOlderThanTheFormat() {
    // Given
    final List<String> names = List.of("fasttext-rs.invalid.model.bin", "mlampros.fastTextR.model.bin");
    for (final String name : names) {
      final Path invalid = SharedFiles.need("data/models/" + name);
      // When
      final Throwable refusal = catchThrowable(() -> ModelLoader.open(invalid));
      // Then
      assertThat(refusal).isInstanceOfSatisfying(ModelRefusedException.class, e -> assertThat(e.defect()).isEqualTo(ModelDefect.NOT_A_MODEL));
    }
  }

  @Test
  void shouldReadEveryPublishedModel() throws Exception {
    // Given
    final List<String> names = List.of("JFastText.supervised.model.bin", "fasttext-rs.cooking.model.bin", "lid.176.ftz");
    for (final String name : names) {
      final Path file = SharedFiles.need("data/models/" + name);
      // When
      final ModelDescription description = ModelLoader.describe(file);
      // Then
      assertThat(description.parts().stream().mapToLong(ModelDescription.Part::bytes).sum()).as(name).isEqualTo(Files.size(file));
    }
  }

  private static void put(final byte[] bytes, final FastTextModelFile.Field field, final long value) {
    final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (field.width()) {
      case 1 -> buffer.put(field.offset(), (byte) value);
      case Integer.BYTES -> buffer.putInt(field.offset(), (int) value);
      default -> buffer.putLong(field.offset(), value);
    }
  }

  private static ModelDefect defect(final MemorySegment file) {
    try {
      FastTextFile.parse(file);
    } catch (final ModelRefusedException e) {
      return e.defect();
    }
    throw new AssertionError("a file of " + file.byteSize() + " bytes was taken");
  }

  /** How many models were opened: none where it was refused. Any other exception than a refusal fails the test. */
  private int openAndClassify(final byte[] bytes, final ModelOptions options) throws Exception {
    try (TextClassifier classifier = open(bytes, options)) {
      final ClassifierSession session = classifier.newSession();
      final Predictions predictions = new Predictions(2, 0f);
      for (final byte[] text : TEXTS) {
        session.classify(text, 0, text.length, predictions);
        predictions.toList(classifier.labels());
      }
      return 1;
    } catch (final ModelRefusedException e) {
      return 0;
    }
  }

  private TextClassifier open(final byte[] bytes, final ModelOptions options) throws Exception {
    return ModelLoader.open(Files.write(folder.resolve("model.bin"), bytes), options);
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
