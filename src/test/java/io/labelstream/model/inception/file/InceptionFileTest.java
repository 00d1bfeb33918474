package io.labelstream.model.inception.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.CodedNumbers;
import io.labelstream.model.file.CodedTexts;
import io.labelstream.model.file.Safetensors.NewTensor;
import io.labelstream.model.file.Safetensors.Tensor;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.RandomInceptions;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.model.matrix.file.Precision;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class InceptionFileTest {

  @ParameterizedTest
  @EnumSource
  void shouldWriteTheSameAgainWhenItWasRead(final Precision precision) throws Exception {
    for (final InceptionModel model : List.of(plain(), enhanced(), shortlisted())) {
      // Given
      final byte[] written = written(model, Optional.empty(), precision);
      // When
      final byte[] again = written(read(written).model(), Optional.empty(), precision);
      // Then
      assertThat(again).isEqualTo(written);
      assertThat(InceptionFile.bytes(model, Optional.empty(), Metadata.none(), precision)).isEqualTo(written.length);
    }
  }

  @Test
  void shouldKeepAModelBitForBitAsFloat32() throws Exception {
    for (final InceptionModel model : List.of(plain(), enhanced(), shortlisted())) {
      // When
      final InceptionModel kept = read(written(model, Optional.empty(), Precision.FLOAT32)).model();
      // Then
      assertThat(kept).usingRecursiveComparison().isEqualTo(model);
    }
  }

  @Test
  void shouldHoldWordsInOrderOfTheirBytesAndGiveTheMostFrequentFirst() throws Exception {
    // When
    final InceptionFile file = read(written(plain(), Optional.empty(), Precision.FLOAT32));
    // Then
    assertThat(file.vocabulary().stream().map(word -> new String(word, StandardCharsets.UTF_8)))
        .isSorted().containsSubsequence("wa", "ww", "wwaa", "wwab", "wx");
    assertThat(file.wordTexts()).startsWith(28, 27).endsWith(4, 3);
    assertThat(Arrays.stream(file.model().vocabulary()).map(word -> new String(word, StandardCharsets.UTF_8))).startsWith("wa", "wb").endsWith("wz", "wwaa", "wwab");
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepProductQuantisedRowsOfLabels(final Precision precision) throws Exception {
    // Given
    final RandomInceptions random = new RandomInceptions(5);
    final InceptionModel model = random.model();
    final ProductRows rows = random.codedLabels(4);
    final byte[] written = written(model, Optional.of(rows), precision);
    // When
    final ProductRows kept = (ProductRows) read(written).weights().head().output().weight();
    // Then
    assertThat(kept.codes().mismatch(rows.codes())).isEqualTo(-1);
    assertThat(kept.norms().orElseThrow().codes().mismatch(rows.norms().orElseThrow().codes())).isEqualTo(-1);
    assertThat(kept.scale(3)).isEqualTo(rows.scale(3));
    assertThat(written(model, Optional.of(kept), precision)).isEqualTo(written);
    if (precision == Precision.FLOAT32) {
      assertThat(kept.floats().values()).isEqualTo(rows.floats().values());
      assertThat(read(written).model().head().output().weight().values()).isEqualTo(rows.floats().values());
    }
  }

  @Test
  void shouldKeepMetadata() throws Exception {
    // Given
    final Metadata metadata = Metadata.none().with(Metadata.LICENCE, "CC0-1.0").with("source", "titles");
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    InceptionFile.write(plain(), Optional.empty(), metadata, Precision.INT8, Channels.newChannel(out));
    // When
    final InceptionFile file = read(out.toByteArray());
    // Then
    assertThat(file.metadata()).isEqualTo(metadata);
  }

  static Stream<Arguments> unsoundArguments() {
    return Stream.of(
        Arguments.of("precision=float32", "the tensor embeddings is I8 of the shape [20, 64], expected F32 and 2 sizes"),
        Arguments.of("precision=int4", "precision is 'int4', which has no meaning"),
        Arguments.of("width=68", "embeddings have 64 dimensions, expected 68"),
        Arguments.of("width=66", "the width is 66, expected a multiple of 4 from 64 to 1024"),
        Arguments.of("width=1000000000", "width is '1000000000', expected a number from 64 to 1024"),
        Arguments.of("texts=15", "word_texts has the number 20 in 1 bytes, expected at most 15"),
        Arguments.of("stop-words=some", "stop-words is 'some', which has no meaning"),
        Arguments.of("kept=0", "kept is '0', expected a number from 1 to 3"),
        Arguments.of("kept=4", "kept is '4', expected a number from 1 to 3"),
        Arguments.of("ranking=cluster", "ranking is 'cluster', which has no meaning"),
        Arguments.of("colour=red", "labelstream.inception has arguments that this form does not know: colour"));
  }

  @ParameterizedTest
  @MethodSource("unsoundArguments")
  void shouldRefuseArgumentsThatDoNotFit(final String argument, final String message) throws Exception {
    // Given
    final Map<String, String> parts = new LinkedHashMap<>();
    final UnaryOperator<String> change = text -> {
      for (final String part : (text + " " + argument).split(" ")) {
        parts.put(part.substring(0, part.indexOf('=')), part);
      }
      return String.join(" ", parts.values());
    };
    final Safetensors sound = Safetensors.parse(MemorySegment.ofArray(written(shortlisted(), Optional.empty(), Precision.INT8)));
    final Map<String, String> texts = new LinkedHashMap<>(sound.metadata());
    texts.computeIfPresent(InceptionFile.ARGUMENTS_KEY, (_, text) -> change.apply(text));
    // When
    final byte[] file = written(texts, sound.tensors().stream().map(InceptionFileTest::copy));
    // Then
    assertInconsistent(file, message);
  }

  static Stream<Arguments> unsoundTensors() {
    final List<byte[]> words = IntStream.range(0, 20).mapToObj(word -> RandomInceptions.word(Math.max(word, 1)).getBytes(StandardCharsets.UTF_8)).toList();
    return Stream.of(
        Arguments.of(bytes("vocabulary", CodedTexts.write(words)), "the word 1 of the vocabulary is not above the one before it"),
        Arguments.of(bytes("vocabulary", CodedTexts.write(words.subList(1, 4))), "the vocabulary"),
        Arguments.of(bytes("word_texts", new byte[19]), "word_texts has 19 bytes, expected at least 20"),
        Arguments.of(bytes("label_texts", new byte[11]), "label_texts has 1 bytes after the last of 10 numbers"),
        Arguments.of(bytes("labels", "one\0two\0".getBytes(StandardCharsets.UTF_8)), "label_rows has 10 rows, expected 2"),
        Arguments.of(bytes("label_clusters", CodedNumbers.write(new int[] {0, 1, 2, 3, 0, 0, 0, 0, 0, 0})), "label_clusters has the number 3 in 1 bytes, expected at most 2"),
        Arguments.of(bytes("label_clusters", CodedNumbers.write(new int[] {0, 1, 0, 1, 0, 0, 0, 0, 0, 0})), "cluster 2 has no label"),
        Arguments.of(floats("enhancement.factors", 3), "enhancement.factors has 3 numbers, expected 2"),
        Arguments.of(floats("projection.bias", 31), "the map projection is 32 × 32 with 31 numbers of bias, expected 32 × 32 and 32"),
        Arguments.of(floats("features.shift", 33), "there are 32 scales and 33 shifts, expected 32"),
        Arguments.of(floats("head.scale", 2), "there are 2 scales and 32 shifts, expected 32"),
        Arguments.of(floats("label_rows.bias", 4), "the outputs are 10 × 32 with 4 numbers of bias, expected 32 columns and as many numbers as rows"),
        Arguments.of(floats("colour", 4), "the file has tensors that this form does not know: colour"));
  }

  @ParameterizedTest
  @MethodSource("unsoundTensors")
  void shouldRefuseTensorsThatDoNotFit(final NewTensor other, final String message) throws Exception {
    // Given
    final InceptionModel model = new RandomInceptions(9).enhanced().shortlist(3, 2, Ranking.LABEL).model();
    final Safetensors sound = Safetensors.parse(MemorySegment.ofArray(written(model, Optional.empty(), Precision.INT8)));
    final Stream<NewTensor> others = sound.tensors().stream().filter(tensor -> !tensor.name().equals(other.name())).map(InceptionFileTest::copy);
    // When
    final byte[] file = written(sound.metadata(), Stream.concat(others, Stream.of(other)));
    // Then
    assertInconsistent(file, message);
  }

  static Stream<Arguments> unsoundProducts() {
    return Stream.of(
        Arguments.of(NewTensor.of("label_rows.codes", Type.U8, MemorySegment.ofArray(new byte[70]), 10, 7), "7 sub-vectors, expected a divisor of 32 columns"),
        Arguments.of(NewTensor.of("label_rows.codes", Type.U8, MemorySegment.ofArray(new byte[72]), 9, 8), "label_rows.norms has 10 codes, expected 9"),
        Arguments.of(NewTensor.of("label_rows.codes", Type.U8, MemorySegment.ofArray(new byte[160]), 10, 16), "label_rows.centroids has 8 rows, expected 16"),
        Arguments.of(bytes("label_rows.norms", new byte[11]), "label_rows.norms has 11 codes, expected 10"),
        Arguments.of(floats("label_rows.norm_centroids", 255), "label_rows.norm_centroids has 255 numbers, expected 256"));
  }

  @ParameterizedTest
  @MethodSource("unsoundProducts")
  void shouldRefuseProductQuantisedRowsThatDoNotFit(final NewTensor other, final String message) throws Exception {
    // Given
    final RandomInceptions random = new RandomInceptions(9);
    final InceptionModel model = random.model();
    final Safetensors sound = Safetensors.parse(MemorySegment.ofArray(written(model, Optional.of(random.codedLabels(4)), Precision.FLOAT32)));
    // When
    final byte[] file = written(sound.metadata(), sound.tensors().stream().map(tensor -> tensor.name().equals(other.name()) ? other : copy(tensor)));
    // Then
    assertInconsistent(file, message);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseNumbersThatAreNotFinite(final Precision precision) throws Exception {
    // Given
    final InceptionModel model = plain();
    model.embeddings().values()[7] = Float.NaN;
    // QuantisedMatrix takes finite numbers only, so a scale is damaged there.
    final byte[] file = precision == Precision.FLOAT32 ? written(model, Optional.empty(), precision) : withoutScale();
    // When
    // Then
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(ModelRefusedException.class, refused -> assertThat(refused.defect()).isEqualTo(ModelDefect.NOT_FINITE));
  }

  private static byte[] withoutScale() throws Exception {
    final Safetensors sound = Safetensors.parse(MemorySegment.ofArray(written(plain(), Optional.empty(), Precision.INT8)));
    final float[] scales = new float[28];
    scales[7] = Float.POSITIVE_INFINITY;
    final NewTensor other = NewTensor.of("embeddings.scales", Type.F32, MemorySegment.ofArray(scales), 28);
    return written(sound.metadata(), sound.tensors().stream().map(tensor -> tensor.name().equals(other.name()) ? other : copy(tensor)));
  }

  @Test
  void shouldRefuseAModelWithoutLabels() throws Exception {
    // Given
    final Safetensors sound = Safetensors.parse(MemorySegment.ofArray(written(plain(), Optional.empty(), Precision.INT8)));
    final NewTensor none = bytes("labels", new byte[0]);
    final byte[] file = written(sound.metadata(), sound.tensors().stream().map(tensor -> tensor.name().equals("labels") ? none : copy(tensor)));
    // When
    // Then
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(ModelRefusedException.class, refused -> assertThat(refused.defect()).isEqualTo(ModelDefect.NOT_A_CLASSIFIER));
  }

  private static void assertInconsistent(final byte[] file, final String message) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(ModelRefusedException.class, refused -> assertThat(refused.defect()).isEqualTo(ModelDefect.INCONSISTENT))
        .hasMessageContaining(message);
  }

  private static InceptionModel plain() {
    return new RandomInceptions(1).words(28).model();
  }

  private static InceptionModel enhanced() {
    return new RandomInceptions(2).width(68).enhanced().model();
  }

  private static InceptionModel shortlisted() {
    return new RandomInceptions(3).shortlist(3, 2, Ranking.LABEL_AND_CLUSTER).model();
  }

  private static NewTensor bytes(final String name, final byte[] values) {
    return NewTensor.of(name, Type.U8, MemorySegment.ofArray(values), values.length);
  }

  private static NewTensor floats(final String name, final int count) {
    final float[] values = new float[count];
    Arrays.fill(values, 1f);
    return NewTensor.of(name, Type.F32, MemorySegment.ofArray(values), count);
  }

  private static NewTensor copy(final Tensor tensor) {
    return new NewTensor(tensor.name(), tensor.type(), tensor.shape(), body -> body.bytes(tensor.bytes()));
  }

  private static byte[] written(final Map<String, String> texts, final Stream<NewTensor> tensors) throws Exception {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(texts, tensors.toList(), Channels.newChannel(out));
    return out.toByteArray();
  }

  private static byte[] written(final InceptionModel model, final Optional<ProductRows> labelRows, final Precision precision) throws Exception {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    InceptionFile.write(model, labelRows, Metadata.none(), precision, Channels.newChannel(out));
    return out.toByteArray();
  }

  private static InceptionFile read(final byte[] file) throws Exception {
    return InceptionFile.of(Safetensors.parse(MemorySegment.ofArray(file)));
  }
}
