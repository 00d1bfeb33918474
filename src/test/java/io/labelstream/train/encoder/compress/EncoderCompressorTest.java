package io.labelstream.train.encoder.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.Metadata;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.EncoderSession;
import io.labelstream.model.encoder.Encoders;
import io.labelstream.model.encoder.PiecePairs;
import io.labelstream.model.encoder.RandomEncoders;
import io.labelstream.model.encoder.StaticBody;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.model.encoder.TopicEncoder;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.file.Safetensors;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionStage;
import io.labelstream.train.data.ExampleSource;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EncoderCompressorTest {
  private static final OptionalInt ALL = OptionalInt.empty();
  private static final ExampleSource TEXTS = new ExampleList()
      .add("the coach of a team, the coach", "Sports")
      .add("profit of the bank, the coach and the team", "Economy");

  private final EncoderModel model = TopicEncoder.withLabels(Map.of("Sports", "sport and football", "Economy", "business and money"));
  private final List<CompressionStage> stages = new ArrayList<>();

  @Test
  void shouldKeepThePiecesThatTextsUseMost() throws Exception {
    // When
    final EncoderModel small = read(compress(model, new PieceLimit.Pieces(7), ALL, Optional.of(TEXTS), Optional.empty()));
    // Then: the special pieces, coach and team, and of those that occur once the one with the lower id
    assertThat(pieces(small)).containsExactly("[CLS]", "[PAD]", "[SEP]", "[UNK]", "bank", "coach", "team");
    assertThat(small.vocabulary().unknown()).isEqualTo(3);
    assertThat(small.vocabulary().first()).isZero();
    assertThat(small.vocabulary().last()).isEqualTo(2);
  }

  @Test
  void shouldNotChangeTheVectorsOfTextsWhosePiecesAreKept() throws Exception {
    // When
    final EncoderModel small = read(compress(model, new PieceLimit.Pieces(8), ALL, Optional.of(TEXTS), Optional.empty()));
    // Then
    assertThat(vector(small, "Coach of the TEAM? Bank!")).isEqualTo(vector(model, "Coach of the TEAM? Bank!"));
    assertThat(vector(small, "telescope")).isNotEqualTo(vector(model, "telescope"));
  }

  @Test
  void shouldKeepThePairsWhosePiecesAreKept() throws Exception {
    // Given
    final EncoderModel paired = new RandomEncoders(1).pairs("[CLS]", "the", "the", "dog", "dog", "runs", "cat", "dog").tabled();
    final ExampleSource texts = new ExampleList().add("the dog runs, the dog runs", "a");
    // When
    final EncoderModel small = read(compress(paired, new PieceLimit.Pieces(paired.vocabulary().size() - 9), ALL, Optional.of(texts), Optional.empty()));
    // Then
    final PiecePairs pairs = ((StaticBody) small.body()).pairs();
    assertThat(IntStream.of(pairs.ids()).mapToObj(pieces(small)::get)).doesNotContain("cat").contains("[CLS]", "the", "dog", "runs").hasSize(6);
    assertThat(vector(small, "the dog runs")).isEqualTo(vector(paired, "the dog runs"));
  }

  @Test
  void shouldFillTheLimitOfBytesAndNotExceedIt() throws Exception {
    // Given
    final long all = written(compress(model, new PieceLimit.None(), ALL, Optional.empty(), Optional.empty())).length;
    final long least = written(compress(model, new PieceLimit.Pieces(4), ALL, Optional.of(TEXTS), Optional.empty())).length;
    int before = 4;
    for (final long limit : LongStream.concat(LongStream.iterate(least, bytes -> bytes < all, bytes -> bytes + 7), LongStream.of(all)).toArray()) {
      // When
      final CompressedModel small = compress(model, new PieceLimit.Bytes(limit), ALL, Optional.of(TEXTS), Optional.empty());
      // Then
      final int pieces = read(small).vocabulary().size();
      assertThat(written(small).length).isLessThanOrEqualTo((int) limit);
      assertThat(small.stages().getLast().sizes()).containsEntry("bytes", (long) written(small).length).containsEntry("pieces", (long) pieces);
      assertThat(pieces).isGreaterThanOrEqualTo(before);
      before = pieces;
    }
    assertThat(before).isEqualTo(model.vocabulary().size());
  }

  @Test
  void shouldSayHowManyBytesAreNeededAtLeast() {
    assertThatThrownBy(() -> compress(model, new PieceLimit.Bytes(500), ALL, Optional.of(TEXTS), Optional.empty()))
        .isInstanceOf(CompressionException.class)
        .hasMessageMatching("the limit of 500 bytes is too small: with the 4 pieces that are always kept, the file has [0-9]+; raise it, or give fewer .*");
    assertThatThrownBy(() -> compress(model, new PieceLimit.Pieces(3), ALL, Optional.of(TEXTS), Optional.empty()))
        .hasMessage("the limit of 3 pieces is too small, as 4 are always kept: raise it");
  }

  @Test
  void shouldCountMetadataAgainstTheLimit() throws Exception {
    // Given
    final CompressedModel small = compress(model, new PieceLimit.Bytes(1_500), ALL, Optional.of(TEXTS), Optional.empty());
    // When
    // Then
    assertThatThrownBy(() -> small.writeTo(Metadata.none().with("note", "x".repeat(2_000)), Channels.newChannel(new ByteArrayOutputStream())))
        .isInstanceOf(CompressionException.class)
        .hasMessageContaining("of them metadata; the limit is 1500");
  }

  @Test
  void shouldLeaveOutPiecesThatNoTextCanHave() throws Exception {
    // Given
    final RandomEncoders random = new RandomEncoders(1);
    final EncoderModel known = random.tabled();
    // When
    final EncoderModel small = read(compress(known, new PieceLimit.None(), ALL, Optional.empty(), Optional.empty()));
    // Then
    assertThat(pieces(small)).containsExactlyInAnyOrderElementsOf(pieces(known)).isSorted();
    assertThat(vector(small, "The dog plays, 日 on!")).isEqualTo(vector(known, "The dog plays, 日 on!"));
  }

  @Test
  void shouldGiveTheFirstNumbersOfTheVectors() throws Exception {
    for (final EncoderModel full : List.of(
        new RandomEncoders(2).length(VectorLength.ANY).tabled(),
        new RandomEncoders(3).length(VectorLength.ANY).dense(9, Activation.TANH).tabled(),
        new RandomEncoders(4).length(VectorLength.ANY).transformer(Pooling.MEAN))) {
      // When
      final EncoderModel small = SmallerEncoders.withDimensions(full, 5);
      // Then
      final float[] expected = Arrays.copyOf(vector(full, "the dog plays on a mat"), 5);
      final float[] actual = vector(small, "the dog plays on a mat");
      assertThat(actual).hasSize(5);
      for (int index = 0; index < 5; index++) {
        // The rows have other scales.
        assertThat(actual[index]).isCloseTo(expected[index], within(0.03f));
      }
    }
  }

  @Test
  void shouldMeasureTheLabelsAfterEachStep() throws Exception {
    // When
    final CompressedModel small = compress(model, new PieceLimit.Pieces(9), OptionalInt.of(8), Optional.of(TEXTS), Optional.of(TEXTS));
    // Then
    assertThat(small.stages()).isEqualTo(stages);
    assertThat(stages).extracting(CompressionStage::step).containsExactly("full, 8-bit integers", "fewer dimensions", "fewer pieces");
    assertThat(stages).allSatisfy(stage -> {
      assertThat(stage.accuracy()).isBetween(0.5, 1.0);
      assertThat(stage.loss()).isBetween(0.0, 3.0);
    });
  }

  @Test
  void shouldRefuseMoreDimensionsThanThereAre() {
    assertThatThrownBy(() -> compress(model, new PieceLimit.None(), OptionalInt.of(17), Optional.empty(), Optional.empty()))
        .isInstanceOf(CompressionException.class)
        .hasMessage("the model has 16 dimensions, fewer than --dimensions 17; give fewer");
  }

  private CompressedModel compress(
      final EncoderModel full, final PieceLimit limit, final OptionalInt dimensions, final Optional<ExampleSource> texts,
      final Optional<ExampleSource> validation) throws Exception {
    stages.clear();
    return EncoderCompressor.compress(full, limit, dimensions, texts, validation, stages::add);
  }

  private static List<String> pieces(final EncoderModel model) {
    return model.vocabulary().pieces().stream().map(piece -> new String(piece, StandardCharsets.UTF_8)).toList();
  }

  private static float[] vector(final EncoderModel model, final String words) {
    try (TextEncoder encoder = Encoders.open(model)) {
      final EncoderSession session = encoder.newSession();
      final SharedText text = new SharedText();
      text.set(words);
      return Arrays.copyOf(session.encode(text), encoder.dimensions());
    }
  }

  private static EncoderModel read(final CompressedModel model) throws Exception {
    return EncoderFile.of(Safetensors.parse(MemorySegment.ofArray(written(model)))).model();
  }

  private static byte[] written(final CompressedModel model) throws Exception {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    model.writeTo(Metadata.none(), Channels.newChannel(out));
    return out.toByteArray();
  }
}
