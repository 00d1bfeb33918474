package io.labelstream.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.fixture.CountingArena;
import io.labelstream.kernel.MatrixKernels;
import io.labelstream.kernel.ScalarMatrixKernels;
import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.ModelClosedException;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.model.matrix.QuantisedMatrix;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransformerEncoderTest {
  private static final List<String> TEXTS =
      List.of("the dog", "a cat sat on the mat!", "runs", "", "日 é, w", "playing plays played, the dog sat on a mat", "xyz", "mat mat mat mat mat mat mat");

  /** Widths of heads below, at and above that of a panel, and texts longer than one. */
  static Stream<EncoderModel> models() {
    return Stream.of(
        new RandomEncoders(1).dimensions(20).heads(2).transformer(Pooling.MEAN),
        new RandomEncoders(2).dimensions(78).heads(3).layers(3).transformer(Pooling.FIRST),
        new RandomEncoders(3).dimensions(64).heads(2).layers(1).positions(40).length(VectorLength.ANY).transformer(Pooling.MEAN),
        new RandomEncoders(4).dimensions(44).heads(1).dense(7, Activation.TANH).dense(5, Activation.NONE).transformer(Pooling.FIRST),
        new RandomEncoders(5).dimensions(32).heads(32).layers(0).transformer(Pooling.FIRST));
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldComeNearTheSameTransformerInDoublesWithWeightsOfFloats(final EncoderModel model) {
    // Given
    final TransformerBody body = (TransformerBody) model.body();
    try (Arena arena = Arena.ofShared();
        TransformerEncoder encoder = open(model, TransformerWeights.of(body), MatrixKernels.best(), arena)) {
      final TransformerSession session = encoder.newSession();
      for (final String text : texts(body.positions().rows())) {
        // When
        final float[] vector = session.encode(shared(text));
        // Then
        assertNear(vector, new NaiveTransformer(body, model.output()).encode(ids(model.vocabulary(), body.positions().rows(), text)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldComeNearTheSameTransformerInDoublesWithWeightsOfBytes(final EncoderModel model) {
    // Given
    final TransformerBody body = (TransformerBody) model.body();
    final TransformerBody rounded = rounded(body);
    try (Arena arena = Arena.ofShared(); TransformerEncoder encoder = open(model, MatrixKernels.best(), arena)) {
      final TransformerSession session = encoder.newSession();
      for (final String text : texts(body.positions().rows())) {
        // When
        final float[] vector = session.encode(shared(text));
        // Then
        assertNear(vector, new NaiveTransformer(rounded, model.output()).encode(ids(model.vocabulary(), body.positions().rows(), text)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldHaveTheSameBitsWithPlainLoops(final EncoderModel model) {
    // Given
    final List<String> texts = texts(((TransformerBody) model.body()).positions().rows());
    try (Arena arena = Arena.ofShared();
        TransformerEncoder best = open(model, MatrixKernels.best(), arena);
        TransformerEncoder plain = open(model, new ScalarMatrixKernels(), arena)) {
      // When
      final List<float[]> fromVectors = vectors(best, texts);
      final List<float[]> fromLoops = vectors(plain, texts);
      // Then
      assertThat(fromVectors).containsExactlyElementsOf(fromLoops);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldHaveTheSameBitsForSeveralTextsAtATime(final EncoderModel model) {
    // Given
    final List<String> texts =
        Stream.generate(() -> texts(((TransformerBody) model.body()).positions().rows())).limit(3).flatMap(List::stream).toList();
    try (Arena arena = Arena.ofShared(); TransformerEncoder encoder = open(model, MatrixKernels.best(), arena)) {
      final FloatMatrix together = new FloatMatrix(texts.size(), encoder.dimensions(), new float[texts.size() * encoder.dimensions()]);
      // When
      encoder.newSession().encode(texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList(), together);
      // Then
      final List<float[]> alone = vectors(encoder, texts);
      for (int text = 0; text < texts.size(); text++) {
        final int start = text * encoder.dimensions();
        assertThat(IntStream.range(0, encoder.dimensions()).mapToObj(index -> together.values()[start + index]).toList())
            .as(texts.get(text))
            .isEqualTo(floats(alone.get(text), encoder.dimensions()));
      }
    }
  }

  @Test
  void shouldCutTextsThatAreLongerThanThePositions() {
    // Given
    final EncoderModel model = new RandomEncoders(6).positions(5).transformer(Pooling.MEAN);
    try (Arena arena = Arena.ofShared(); TransformerEncoder encoder = open(model, MatrixKernels.best(), arena)) {
      final TransformerSession session = encoder.newSession();
      final float[] fitting = session.encode(shared("the dog sat")).clone();
      final long cutBefore = session.cutTexts();
      // When
      final float[] cut = session.encode(shared("the dog sat on a mat"));
      // Then
      assertThat(cut).isEqualTo(fitting);
      assertThat(cutBefore).isZero();
      assertThat(session.cutTexts()).isEqualTo(1);
    }
  }

  @Test
  void shouldGiveTheZeroVectorForATextWithoutPieces() {
    // Given
    final EncoderModel model = new RandomEncoders(7).dense(3, Activation.NONE).transformer(Pooling.MEAN);
    try (Arena arena = Arena.ofShared(); TransformerEncoder encoder = open(model, MatrixKernels.best(), arena)) {
      final TransformerSession session = encoder.newSession();
      session.encode(shared("the dog"));
      // When
      final float[] vector = session.encode(shared(" \t"));
      // Then
      assertThat(vector).containsOnly(0f);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldAllocateWhatItSaidBeforehand(final EncoderModel model) {
    // Given
    final TransformerBody body = (TransformerBody) model.body();
    for (final TransformerWeights weights : List.of(TransformerWeights.of(body), TransformerWeights.quantised(body))) {
      for (final PanelForm layers : PanelForm.values()) {
        final CountingArena arena = new CountingArena();
        // When
        try (TransformerEncoder encoder =
            TransformerEncoder.open(model.vocabulary(), weights, layers, FileTables.copied(), model.output(), arena, new Lifetime(arena))) {
          // Then
          assertThat(arena.bytes()).isEqualTo(TransformerEncoder.bytesFor(model.vocabulary(), weights, layers, model.output())).isPositive();
          assertThat(encoder.dimensions()).isEqualTo(model.dimensions());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldHaveTheSameBitsWithWidenedLayers(final EncoderModel model) {
    // Given
    final List<String> texts = texts(((TransformerBody) model.body()).positions().rows());
    final TransformerWeights weights = TransformerWeights.quantised((TransformerBody) model.body());
    try (Arena arena = Arena.ofShared();
        TransformerEncoder given = open(model, MatrixKernels.best(), arena);
        TransformerEncoder widened =
            TransformerEncoder.open(model.vocabulary(), weights, PanelForm.WIDENED, FileTables.copied(), model.output(), arena, new Lifetime(Arena.ofShared()))) {
      // When
      final List<float[]> vectors = vectors(widened, texts);
      // Then
      assertThat(vectors).containsExactlyElementsOf(vectors(given, texts));
    }
  }

  @Test
  void shouldRefuseToEncodeWhenClosed() {
    // Given
    final EncoderModel model = new RandomEncoders(8).transformer(Pooling.MEAN);
    final Arena arena = Arena.ofShared();
    final TransformerWeights weights = TransformerWeights.of((TransformerBody) model.body());
    final TransformerEncoder encoder =
        TransformerEncoder.open(model.vocabulary(), weights, PanelForm.AS_GIVEN, FileTables.copied(), model.output(), arena, new Lifetime(arena));
    final TransformerSession session = encoder.newSession();
    // When
    encoder.close();
    // Then
    assertThatThrownBy(() -> session.encode(shared("the dog"))).isInstanceOf(ModelClosedException.class);
  }

  @Test
  void shouldRefusePartsThatDoNotBelongTogether() {
    // Given
    final RandomEncoders random = new RandomEncoders(9);
    final TransformerBody body = (TransformerBody) random.transformer(Pooling.MEAN).body();
    // When
    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransformerBody(body.tokens(), random.matrix(9, 19), body.normalisation(), 2, body.layers(), 0))
        .withMessage("positions are 9 × 19, expected at least 3 × 20");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransformerBody(body.tokens(), body.positions(), body.normalisation(), 3, body.layers(), 0))
        .withMessage("3 attention heads do not divide a width of 20");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransformerBody(random.matrix(24, 22), random.matrix(9, 22), body.normalisation(), 2, List.of(), 0))
        .withMessage("a normalisation has 20 gains and 20 shifts, expected 22");
    final TransformerBody.Layer layer = body.layers().getFirst();
    final TransformerBody.Layer wrong = new TransformerBody.Layer(
        layer.query(), layer.key(), layer.intermediate(), layer.output(), layer.afterAttention(), layer.intermediate(), layer.reduction(),
        layer.afterReduction());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransformerBody(body.tokens(), body.positions(), body.normalisation(), 2, List.of(wrong), 0))
        .withMessage("the map value is 40 × 20 with 40 biases, expected 20 × 20");
  }

  private static TransformerEncoder open(final EncoderModel model, final MatrixKernels kernels, final Arena arena) {
    return open(model, TransformerWeights.quantised((TransformerBody) model.body()), kernels, arena);
  }

  private static TransformerEncoder open(
      final EncoderModel model, final TransformerWeights weights, final MatrixKernels kernels, final Arena arena) {
    return TransformerEncoder.open(model.vocabulary(), weights, PanelForm.AS_GIVEN, FileTables.copied(), model.output(), kernels, arena, new Lifetime(Arena.ofShared()));
  }

  private static List<String> texts(final int positions) {
    final Random random = new Random(positions);
    final StringBuilder longest = new StringBuilder();
    for (int word = 2; word < positions; word++) {
      longest.append(List.of("the ", "dog ", "sat ", "mat ").get(random.nextInt(4)));
    }
    return Stream.concat(TEXTS.stream(), Stream.of(longest.toString())).toList();
  }

  private static List<float[]> vectors(final TransformerEncoder encoder, final List<String> texts) {
    final TransformerSession session = encoder.newSession();
    return texts.stream().map(text -> session.encode(shared(text)).clone()).toList();
  }

  private static SharedText shared(final String text) {
    final SharedText shared = new SharedText();
    shared.set(text);
    return shared;
  }

  private static int[] ids(final WordPieceVocabulary vocabulary, final int positions, final String text) {
    try (Arena arena = Arena.ofShared()) {
      final WordPieceTokens pieces = shared(text).features(WordPieceTokenizer.open(vocabulary, arena));
      final IntStream inside = IntStream.of(pieces.ids()).limit(Math.min(pieces.count(), positions - 2));
      return pieces.count() == 0
          ? new int[0]
          : IntStream.concat(IntStream.concat(IntStream.of(vocabulary.first()), inside), IntStream.of(vocabulary.last())).toArray();
    }
  }

  private static void assertNear(final float[] vector, final double[] expected) {
    for (int index = 0; index < expected.length; index++) {
      assertThat((double) vector[index]).isCloseTo(expected[index], within(1e-4));
    }
  }

  private static List<Float> floats(final float[] vector, final int count) {
    return IntStream.range(0, count).mapToObj(index -> vector[index]).toList();
  }

  private static TransformerBody rounded(final TransformerBody body) {
    return new TransformerBody(
        QuantisedMatrix.of(body.tokens()).floats(),
        QuantisedMatrix.of(body.positions()).floats(),
        body.normalisation(),
        body.heads(),
        body.layers().stream()
            .map(layer -> new TransformerBody.Layer(
                rounded(layer.query()), rounded(layer.key()), rounded(layer.value()), rounded(layer.output()), layer.afterAttention(),
                rounded(layer.intermediate()), rounded(layer.reduction()), layer.afterReduction()))
            .toList(),
        body.epsilon());
  }

  private static TransformerBody.Affine rounded(final TransformerBody.Affine map) {
    return new TransformerBody.Affine(QuantisedMatrix.of(map.weight()).floats(), map.bias());
  }
}
