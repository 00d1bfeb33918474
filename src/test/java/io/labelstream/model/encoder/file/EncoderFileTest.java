package io.labelstream.model.encoder.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.EncoderHead.LabelRows;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.RandomEncoders;
import io.labelstream.model.encoder.StaticBody;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.file.Safetensors.NewTensor;
import io.labelstream.model.file.Safetensors.Tensor;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.model.matrix.file.Precision;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EncoderFileTest {

  @ParameterizedTest
  @EnumSource
  void shouldWriteTheSameAgainWhenItWasRead(final Precision precision) throws Exception {
    for (final EncoderModel model : List.of(table(), paired(), transformer())) {
      // Given
      final byte[] written = written(model, precision);
      // When
      final byte[] again = written(read(written).model(), precision);
      // Then
      assertThat(again).isEqualTo(written);
      assertThat(EncoderFile.bytes(model, Metadata.none(), precision)).isEqualTo(written.length);
    }
  }

  @Test
  void shouldKeepATransformerBitForBitAsFloat32() throws Exception {
    // Given
    final EncoderModel model = transformer();
    // When
    final EncoderFile file = read(written(model, Precision.FLOAT32));
    // Then
    final EncoderModel kept = file.model();
    final TransformerBody body = (TransformerBody) kept.body();
    final TransformerBody expected = (TransformerBody) model.body();
    assertThat(file.dimensions()).isEqualTo(kept.dimensions()).isEqualTo(model.dimensions());
    assertThat(kept).usingRecursiveComparison().isEqualTo(model);
    assertThat(body.layers().getLast().reduction().weight().values()).isEqualTo(expected.layers().getLast().reduction().weight().values());
    assertThat(kept.vocabulary()).usingRecursiveComparison().isEqualTo(RandomEncoders.vocabulary());
  }

  @Test
  void shouldRoundEachNumberToAMultipleOfItsRowsScale() throws Exception {
    // Given
    final FloatMatrix table = ((StaticBody) table().body()).table();
    // When
    final FloatMatrix kept = ((StaticBody) read(written(table(), Precision.INT8)).model().body()).table();
    // Then
    for (int row = 0; row < table.rows(); row++) {
      final float[] numbers = Arrays.copyOfRange(table.values(), row * table.columns(), (row + 1) * table.columns());
      float greatest = 0;
      for (final float number : numbers) {
        greatest = Math.max(greatest, Math.abs(number));
      }
      for (int column = 0; column < table.columns(); column++) {
        assertThat(kept.values()[row * table.columns() + column]).isCloseTo(numbers[column], within(greatest / 253));
      }
    }
  }

  @Test
  void shouldKeepTheLabelsAsFloat32WhateverThePrecision() throws Exception {
    // Given
    final LabelRows head = (LabelRows) table().head();
    // When
    final EncoderHead kept = read(written(table(), Precision.INT8)).model().head();
    // Then
    assertThat(kept).usingRecursiveComparison().isEqualTo(head);
  }

  @Test
  void shouldKeepMetadata() throws Exception {
    // Given
    final Metadata metadata = Metadata.none().with(Metadata.LICENCE, "Apache-2.0").with("teacher", "a larger one");
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    EncoderFile.write(table(), metadata, Precision.INT8, Channels.newChannel(out));
    // When
    final EncoderFile file = read(out.toByteArray());
    // Then
    assertThat(file.metadata()).isEqualTo(metadata);
  }

  @Test
  void shouldTakeFewBytesForASortedVocabulary() throws Exception {
    // Given
    final List<byte[]> pieces = new ArrayList<>();
    for (int piece = 0; piece < 10_000; piece++) {
      pieces.add(String.format("%05d", piece).getBytes());
    }
    final WordPieceVocabulary vocabulary =
        new WordPieceVocabulary(pieces, WordPieceVocabulary.LetterCase.KEPT, WordPieceVocabulary.Accents.KEPT, 0, 1, 2);
    final EncoderModel model = new EncoderModel(vocabulary, new StaticBody(new RandomEncoders(1).matrix(10_000, 1)), table().output(), new EncoderHead.None());
    // When
    final long bytes = EncoderFile.bytes(model, Metadata.none(), Precision.INT8);
    // Then
    assertThat(bytes - 10_000 * 5).isLessThan(10_000);
  }

  static Stream<Arguments> unsoundParts() {
    return Stream.of(
        Arguments.of("precision=float32", "the tensor tokens is I8 of the shape [24, 20], expected F32 and 2 sizes"),
        Arguments.of("precision=int4", "precision is 'int4', which has no meaning"),
        Arguments.of("body=recurrent", "the body is 'recurrent', expected static or transformer"),
        Arguments.of("layers=3", "the tensor layer2.intermediate is missing"),
        Arguments.of("layers=1", "the file has tensors that this form does not know: "),
        Arguments.of("layers=1000000000", "layers is '1000000000', expected a number from 0 to 256"),
        Arguments.of("heads=3", "there are 3 attention heads, expected a divisor of the width 20"),
        Arguments.of("epsilon=0.0", "epsilon is '0.0', expected a finite number above 0"),
        Arguments.of("epsilon=NaN", "epsilon is 'NaN', expected a finite number above 0"),
        Arguments.of("dense=0", "label_rows has 6 columns, expected 20"),
        Arguments.of("pooling=max", "pooling is 'max', which has no meaning"),
        Arguments.of("head=none", "arguments that this form does not know: scale"),
        Arguments.of("head=rows", "the head is 'rows', expected none, labels or documents"),
        Arguments.of("colour=red", "labelstream.encoder has arguments that this form does not know: colour"));
  }

  @ParameterizedTest
  @MethodSource("unsoundParts")
  void shouldRefuseArgumentsThatDoNotFit(final String argument, final String message) throws Exception {
    // Given
    final byte[] file = changed(written(transformer(), Precision.INT8), EncoderFile.ARGUMENTS_KEY, text -> with(text, argument));
    // When
    // Then
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(ModelRefusedException.class, refused -> assertThat(refused.defect()).isEqualTo(ModelDefect.INCONSISTENT))
        .hasMessageContaining(message);
  }

  @Test
  void shouldRefuseAnIdThatIsThatOfNoPiece() throws Exception {
    // Given
    final byte[] file = changed(written(table(), Precision.INT8), EncoderFile.WORDPIECE_KEY, text -> with(text, "unknown=24"));
    // When
    // Then
    assertThatThrownBy(() -> read(file)).isInstanceOf(ModelRefusedException.class).hasMessage("unknown is '24', expected a number from 0 to 23");
  }

  @Test
  void shouldRefuseALabelWithoutARow() throws Exception {
    // Given
    final LabelRows head = (LabelRows) table().head();
    final int[] owners = head.labelOfRow().clone();
    owners[2] = 0;
    final EncoderModel model = table().with(new LabelRows(head.labels(), head.rows(), owners, head.bias(), head.scale()));
    final byte[] file = written(model, Precision.INT8);
    // When
    // Then
    assertThatThrownBy(() -> read(file)).isInstanceOf(ModelRefusedException.class).hasMessage("the label 2 has no row");
  }

  static Stream<Arguments> unsoundPairs() {
    return Stream.of(
        Arguments.of(new int[] {4, 5, 3, 6}, "pairs: the pair 1 is not above the one before it"),
        Arguments.of(new int[] {4, 5, 4, 5}, "pairs: the pair 1 is not above the one before it"),
        Arguments.of(new int[] {4, 24, 5, 6}, "a pair has the piece 24, expected 0 to 23"),
        Arguments.of(new int[] {-1, 4, 5, 6}, "a pair has the piece -1, expected 0 to 23"));
  }

  @ParameterizedTest
  @MethodSource("unsoundPairs")
  void shouldRefusePairsOfOtherPiecesOrInAnotherOrder(final int[] pairs, final String message) throws Exception {
    // Given
    final byte[] file = withPairs(written(paired(), Precision.INT8), pairs, 2, 2);
    // When
    // Then
    assertThatThrownBy(() -> read(file)).isInstanceOf(ModelRefusedException.class).hasMessage(message);
  }

  @Test
  void shouldRefusePairsOfAnotherShape() throws Exception {
    final byte[] sound = written(paired(), Precision.INT8);
    assertThatThrownBy(() -> read(withPairs(sound, new int[] {4, 5, 6}, 1, 3))).hasMessage("pairs has 3 columns, expected 2");
    assertThatThrownBy(() -> read(withPairs(sound, new int[0], 0, 2))).hasMessageContaining("there are 0 pairs of pieces, expected at least 1");
    assertThatThrownBy(() -> read(withPairs(sound, new int[52], 26, 2))).hasMessageContaining("fewer than the 26 rows of table");
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseNumbersThatAreNotFinite(final Precision precision) throws Exception {
    // Given
    final FloatMatrix table = ((StaticBody) table().body()).table();
    table.values()[7] = Float.POSITIVE_INFINITY;
    final byte[] file = written(new EncoderModel(table().vocabulary(), new StaticBody(table), table().output(), new EncoderHead.None()), precision);
    // When
    // Then
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(ModelRefusedException.class, refused -> assertThat(refused.defect()).isEqualTo(ModelDefect.NOT_FINITE));
  }

  private static EncoderModel table() {
    return new RandomEncoders(3).labels("one", "two", "three").tabled();
  }

  private static EncoderModel paired() {
    return new RandomEncoders(5).pairs("[CLS]", "the", "the", "dog").tabled();
  }

  private static EncoderModel transformer() {
    return new RandomEncoders(4).dense(8, Activation.TANH).dense(6, Activation.NONE).length(VectorLength.ANY).labels("a", "b").transformer(Pooling.FIRST);
  }

  private static String with(final String arguments, final String argument) {
    final Map<String, String> parts = new LinkedHashMap<>();
    for (final String part : (arguments + " " + argument).split(" ")) {
      parts.put(part.substring(0, part.indexOf('=')), part);
    }
    return String.join(" ", parts.values());
  }

  /** The file with another text in its metadata. */
  private static byte[] changed(final byte[] file, final String key, final UnaryOperator<String> change) throws Exception {
    final Safetensors sound = Safetensors.parse(MemorySegment.ofArray(file));
    final Map<String, String> texts = new LinkedHashMap<>(sound.metadata());
    texts.computeIfPresent(key, (_, text) -> change.apply(text));
    return written(texts, sound.tensors().stream().map(EncoderFileTest::copy));
  }

  /** The file with other pairs. */
  private static byte[] withPairs(final byte[] file, final int[] pairs, final long... shape) throws Exception {
    final Safetensors sound = Safetensors.parse(MemorySegment.ofArray(file));
    final NewTensor other = NewTensor.of(Sections.PAIRS, Safetensors.Type.I32, MemorySegment.ofArray(pairs), shape);
    return written(sound.metadata(), sound.tensors().stream().map(tensor -> tensor.name().equals(Sections.PAIRS) ? other : copy(tensor)));
  }

  private static NewTensor copy(final Tensor tensor) {
    return new NewTensor(tensor.name(), tensor.type(), tensor.shape(), body -> body.bytes(tensor.bytes()));
  }

  private static byte[] written(final Map<String, String> texts, final Stream<NewTensor> tensors) throws Exception {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(texts, tensors.toList(), Channels.newChannel(out));
    return out.toByteArray();
  }

  private static byte[] written(final EncoderModel model, final Precision precision) throws Exception {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    EncoderFile.write(model, Metadata.none(), precision, Channels.newChannel(out));
    return out.toByteArray();
  }

  private static EncoderFile read(final byte[] file) throws Exception {
    return EncoderFile.of(Safetensors.parse(MemorySegment.ofArray(file)));
  }
}
