package io.labelstream.model.fasttext.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.labelstream.fixture.CompactModels;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.load.ModelLoader;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompactFileTest {
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

  @Test
  void shouldHaveTheDocumentedLayout() throws Exception {
    // Given
    final byte[] original =
        new FastTextModelFile(1)
            .dimensions(2)
            .words("b", "a")
            .labels("__label__x", "__label__y")
            .input(1, 2, 3, 4, 5, 6, 7, 8)
            .output(0.5f, -1, 0.1f, 2)
            .wordNgrams(2)
            .buckets(2)
            .bytes();
    // When
    final byte[] compact = CompactModels.of(original, Metadata.none().with("licence", "CC0-1.0"));
    // Then
    final ByteBuffer file = ByteBuffer.wrap(compact).order(ByteOrder.LITTLE_ENDIAN);
    final int length = (int) file.getLong();
    final int vocabulary = compact.length - 8 - length - 48;
    assertThat(new String(compact, 8, length, StandardCharsets.UTF_8).strip())
        .isEqualTo(
            "{\"__metadata__\":{\"labelstream.form\":\"fasttext/1\",\"labelstream.fasttext\":\"dim=2 epoch=7 minCount=1 wordNgrams=2 loss=softmax bucket=2"
                + " minn=1 maxn=0 words=2 labels=2 tokens=1000\",\"licence\":\"CC0-1.0\"},"
                + "\"input\":{\"dtype\":\"F32\",\"shape\":[4,2],\"data_offsets\":[0,32]},"
                + "\"output\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[32,48]},"
                + "\"vocabulary\":{\"dtype\":\"U8\",\"shape\":[" + vocabulary + "],\"data_offsets\":[48," + (48 + vocabulary) + "]}}");
    file.position(8 + length);
    final float[] numbers = new float[12];
    file.asFloatBuffer().get(numbers);
    // a comes before b
    assertThat(numbers).containsExactly(3, 4, 1, 2, 5, 6, 7, 8, 0.5f, -1, 0.1f, 2);
    file.position(8 + length + 48);
    assertThat(file.getInt()).isEqualTo("a b __label__x __label__y ".length());
    assertThat(Arrays.copyOfRange(compact, file.position(), compact.length)).isEqualTo(HexFormat.of().parseHex("9effc8f98b8c006068a4205a755782"));
  }

  @Test
  void shouldWriteThisVersionOfTheFormToTheBitAsEver() throws Exception {
    // Given
    final byte[] original = Files.readAllBytes(Path.of("models", "lid.176.ftz"));
    // When
    final byte[] compact = CompactModels.of(original);
    // Then
    // Another digest is another form, which needs another version.
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(compact)))
        .isEqualTo("c0fd62ba017b3d96285affff707fa82b7499d15db2553d5eab9c90d9082d2366");
  }

  @Test
  void shouldCodeKeptBucketsAndCountsAsDocumented() {
    // Given
    final int[] buckets = {0, 3, 4, 11};
    // When
    final byte[] coded = AscendingCoder.write(buckets);
    // Then
    // Gaps 0, 2, 0, 6 over the divisor 2: 0|0, 10|0, 0|0, 1110|0.
    assertThat(coded).containsExactly(2, 0, 0, 0, 0b0010_0001, (byte) 0b1100_0000);
    assertThat(Varints.write(new long[] {300, -1, 0})).containsExactly((byte) 0xD8, 4, 1, 0);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void shouldParseToTheModelInItsOwnOrderWithoutCounts(final FastTextModelFile form) throws Exception {
    // Given
    final byte[] original = form.bytes();
    final FastTextFile model = FastTextFile.parse(MemorySegment.ofArray(original));
    // When
    final FastTextFile compact = CompactFile.parse(MemorySegment.ofArray(CompactModels.of(original))).model();
    // Then
    assertThat(compact.arguments()).isEqualTo(model.arguments());
    assertThat(compact.vocabulary().tokens()).isEqualTo(model.vocabulary().tokens());
    assertThat(compact.vocabulary().text(0)).isEqualTo("</s>".getBytes(StandardCharsets.UTF_8));
    assertThat(compact.vocabulary().count(0)).isZero();
    assertThat(compact.vocabulary().count(4)).isEqualTo(model.arguments().loss() == FastTextLoss.HIERARCHICAL_SOFTMAX ? model.vocabulary().count(4) : 0);
    assertThat(compact.input().rows()).isEqualTo(model.input().rows());
    assertThat(compact.output().floats().getFirst().mismatch(model.output().floats().getFirst())).isEqualTo(-1);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void shouldWriteTheSameBytesAgain(final FastTextModelFile form) throws Exception {
    // Given
    final byte[] once = CompactModels.of(form.bytes());
    final ByteArrayOutputStream again = new ByteArrayOutputStream();
    // When
    CompactFile.write(CompactFile.parse(MemorySegment.ofArray(once)).model(), Metadata.none(), Channels.newChannel(again));
    // Then
    assertThat(again.toByteArray()).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void shouldHavePartsAndATruthfulSize(final FastTextModelFile form) throws Exception {
    // Given
    final byte[] original = form.bytes();
    final Metadata metadata = Metadata.none().with(Metadata.MODEL_CARD, "# Card\n").with("z", "é");
    // When
    final byte[] compact = CompactModels.of(original, metadata);
    // Then
    final CompactFile stored = CompactFile.parse(MemorySegment.ofArray(compact));
    assertThat(stored.metadata()).isEqualTo(metadata);
    final ModelDescription description = stored.description(compact.length);
    assertThat(description.family()).isEqualTo("fasttext");
    assertThat(description.properties()).contains(new ModelDescription.Property("metadata", "model.card, z"));
    assertThat(description.parts().stream().mapToLong(ModelDescription.Part::bytes).sum()).isEqualTo(compact.length);
    assertThat(CompactFile.bytes(FastTextFile.parse(MemorySegment.ofArray(original)), metadata)).isEqualTo(compact.length);
  }

  @Test
  void shouldKeepFrequentWordsOfLargeVocabulariesTogether() throws Exception {
    // Given
    final String[] words = IntStream.range(0, 4096).mapToObj(word -> "w" + (4096 - word) * 7919L % 5000).toArray(String[]::new);
    final byte[] original = new FastTextModelFile(1).dimensions(1).words(words).bytes();
    // When
    final FastTextVocabulary compact = CompactFile.parse(MemorySegment.ofArray(CompactModels.of(original))).model().vocabulary();
    // Then
    final List<String> actual = IntStream.range(0, words.length).mapToObj(word -> new String(compact.text(word), StandardCharsets.UTF_8)).toList();
    assertThat(actual.subList(0, 512)).isSorted().containsExactlyInAnyOrder(Arrays.copyOf(words, 512));
    assertThat(actual.subList(512, words.length)).isSorted();
  }

  @Test
  void shouldHaveHalfFloatsOnlyWhereNothingIsLost() throws Exception {
    // Given
    final FastTextModelFile exact = new FastTextModelFile(1).dimensions(1).labels("__label__a", "__label__b").output(0.5f, -0f).quantised(1, false);
    final FastTextModelFile inexact = new FastTextModelFile(1).dimensions(1).labels("__label__a", "__label__b").output(0.5f, 0.1f).quantised(1, false);
    // When
    final Safetensors halves = Safetensors.parse(MemorySegment.ofArray(CompactModels.of(exact.bytes())));
    final Safetensors floats = Safetensors.parse(MemorySegment.ofArray(CompactModels.of(inexact.bytes())));
    // Then
    assertThat(halves.tensor("output").orElseThrow().type()).isEqualTo(Safetensors.Type.F16);
    assertThat(halves.tensor("input.centroids").orElseThrow().type()).isEqualTo(Safetensors.Type.F16);
    assertThat(floats.tensor("output").orElseThrow().type()).isEqualTo(Safetensors.Type.F32);
  }

  @Test
  void shouldHaveBytesOnlyWhereNothingIsLost() throws Exception {
    // Given
    final String[] labels = IntStream.range(0, 128).mapToObj(label -> "__label__" + label).toArray(String[]::new);
    final float[] steps = new float[2 * labels.length];
    for (int label = 0; label < labels.length; label++) {
      steps[2 * label] = (label - 64 == 0 ? 127 : label - 64) * 0.25f;
      steps[2 * label + 1] = label * 3f;
    }
    final float[] inexact = steps.clone();
    inexact[7] += 0.125f;
    // When
    final byte[] bytes = CompactModels.of(new FastTextModelFile(1).dimensions(2).labels(labels).output(steps).bytes());
    final byte[] halves = CompactModels.of(new FastTextModelFile(1).dimensions(2).labels(labels).output(inexact).bytes());
    // Then
    final Safetensors file = Safetensors.parse(MemorySegment.ofArray(bytes));
    assertThat(file.tensor("output").orElseThrow().type()).isEqualTo(Safetensors.Type.I8);
    assertThat(file.tensor("output.steps").orElseThrow().shape()).containsExactly(2L);
    assertThat(Safetensors.parse(MemorySegment.ofArray(halves)).tensor("output").orElseThrow().type()).isEqualTo(Safetensors.Type.F16);
    assertThat(weights(bytes)).containsExactly(steps);
    assertThat(weights(halves)).containsExactly(inexact);
  }

  private static float[] weights(final byte[] file) throws ModelRefusedException {
    return ((FastTextMatrix.Dense) CompactFile.parse(MemorySegment.ofArray(file)).model().output()).weights().toArray(LittleEndian.FLOAT32);
  }

  @Test
  void shouldAlignTensorsToTheirElements() throws Exception {
    for (final FastTextModelFile form : forms().toList()) {
      // Given
      final byte[] compact = CompactModels.of(form.bytes(), Metadata.none().with("x", "y"));
      // When
      final Safetensors file = Safetensors.parse(MemorySegment.ofArray(compact));
      // Then
      assertThat(file.headerBytes() % 8).isZero();
      assertThat(file.tensors()).allMatch(tensor -> tensor.offset() % tensor.type().bytes() == 0);
    }
  }

  @Test
  void shouldPadVocabulariesThatCodeTooWell() throws Exception {
    // Given
    final byte[] original = new FastTextModelFile(1).words("a".repeat(1_000_000)).bytes();
    // When
    final byte[] compact = CompactModels.of(original);
    // Then
    assertThat(compact.length).isLessThan(20_000);
    assertThat(CompactFile.parse(MemorySegment.ofArray(compact)).model().vocabulary().textLength(0)).isEqualTo(1_000_000);
  }

  @ParameterizedTest
  @CsvSource({
    "dim=3, dim=0, INCONSISTENT", "dim=3, dim=4, INCONSISTENT", "dim=3, dim=2147483647, INCONSISTENT", "words=4, words=-1, INCONSISTENT",
    "words=4, words=3, INCONSISTENT", "words=4, words=2147483647, INCONSISTENT", "labels=3, labels=0, INCONSISTENT", "labels=3, labels=4, INCONSISTENT",
    "kept=3, kept=2, TRAILING_BYTES", "kept=3, kept=41, INCONSISTENT", "bucket=40, bucket=39, INCONSISTENT", "bucket=40, bucket=0, INCONSISTENT",
    "loss=hs, loss=softmax, INCONSISTENT", "loss=hs, loss=cbow, INCONSISTENT", "maxn=2, maxn=2000, UNSUPPORTED", "maxn=2, maxn=+2, INCONSISTENT",
    "maxn=2, maxn=2 maxn=2, INCONSISTENT", "maxn=2, maxn=2 other=1, INCONSISTENT", "minCount=1, '', INCONSISTENT", "tokens=1000, tokens=, INCONSISTENT",
    "inputColumns=2, inputColumns=1, INCONSISTENT", "inputColumns=2, inputColumns=3, INCONSISTENT", "inputColumns=2, inputColumns=0, INCONSISTENT",
    "fasttext/1, fasttext/0, VERSION_TOO_OLD", "fasttext/1, fasttext/2, VERSION_TOO_NEW", "fasttext/1, fasttext/, INCONSISTENT",
    "fasttext/1, fasttext/01, INCONSISTENT", "fasttext/1, bert/1, UNSUPPORTED",
    "labelstream.form, labelstream.farm, NOT_A_MODEL"})
  void shouldNameTheDefect(final String sound, final String broken, final ModelDefect expected) throws Exception {
    // Given
    final byte[] compact = CompactModels.of(forms().skip(2).findFirst().orElseThrow().bytes());
    final Safetensors file = Safetensors.parse(MemorySegment.ofArray(compact));
    final Map<String, String> metadata = new LinkedHashMap<>();
    file.metadata().forEach((key, text) -> metadata.put(key.replace(sound, broken), text.replace(sound, broken)));
    final List<Safetensors.NewTensor> tensors =
        file.tensors().stream()
            .map(tensor -> new Safetensors.NewTensor(tensor.name(), tensor.type(), tensor.shape(), body -> body.bytes(tensor.bytes())))
            .toList();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(metadata, tensors, Channels.newChannel(out));
    // When
    final Throwable refusal = catchThrowable(() -> CompactFile.parse(MemorySegment.ofArray(out.toByteArray())));
    // Then
    assertThat(refusal).isInstanceOfSatisfying(ModelRefusedException.class, e -> assertThat(e.defect()).as(e.getMessage()).isEqualTo(expected));
  }

  @Test
  void shouldRefuseLabelCountsThatMakeNoTree() throws Exception {
    // Given
    final byte[] compact =
        CompactModels.of(
            new FastTextModelFile(1).loss(FastTextModelFile.HIERARCHICAL_SOFTMAX).labelCounts(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE).bytes());
    // When
    final Throwable refusal = catchThrowable(() -> open(compact, ModelOptions.defaults()));
    // Then
    assertThat(refusal).isInstanceOfSatisfying(ModelRefusedException.class, e -> assertThat(e.defect()).isEqualTo(ModelDefect.INCONSISTENT));
  }

  @Test
  void shouldTakeTextsOfCheckedKeysOnly() {
    for (final String key : List.of("", "a b", ".a", "labelstream.form", "a".repeat(65), "é")) {
      assertThatIllegalArgumentException().as(key).isThrownBy(() -> Metadata.none().with(key, "text")).withMessageContaining("key");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Metadata.none().with("a", "\uD800")).withMessageContaining("unpaired surrogate");
  }

  private TextClassifier open(final byte[] bytes, final ModelOptions options) throws Exception {
    return ModelLoader.open(Files.write(folder.resolve("model.safetensors"), bytes), options);
  }
}
