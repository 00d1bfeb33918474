package io.labelstream.train.encoder.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.TransformerEncoder;
import io.labelstream.model.encoder.TransformerWeights;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.train.encoder.source.OnnxFixture.Style;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxSourceTest {
  private static final String TEXT = "Zebra World. The the cats";

  /** The vectors of {@link #TEXT} by ONNX Runtime 1.23.2 from the file of any style, as mean of the pieces and of the first piece. */
  private static final Map<Pooling, float[]> OF_ONNX_RUNTIME = Map.of(
      Pooling.MEAN, new float[] {-0.229399f, 0.668030f, 0.015109f, 0.474265f, 0.125778f, 0.269732f, -0.091751f, -0.423040f},
      Pooling.FIRST, new float[] {-0.230899f, 0.668844f, 0.016723f, 0.471967f, 0.126268f, 0.270335f, -0.091415f, -0.422989f});

  private final TinyBert bert = TinyBert.make();
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeTokenizer() throws IOException {
    file = folder.resolve("tiny.onnx");
    Files.writeString(folder.resolve("tokenizer.json"), FolderFixture.TOKENIZER);
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindEachWeightWhateverTheStyleOfTheExporter(final Style style) throws Exception {
    // Given
    Files.write(file, OnnxFixture.of(bert, style));

    // When
    final ImportedEncoder read = EncoderSource.read(file, Optional.empty());

    // Then
    assertThat(read.model().body()).usingRecursiveComparison().isEqualTo(bert.body());
    assertThat(read.model().vocabulary().pieces()).extracting(piece -> new String(piece, StandardCharsets.UTF_8)).isEqualTo(TinyBert.PIECES);
    assertThat(read.notes()).containsExactly(
        "12 pieces, 2 layers of 8 dimensions with 2 heads, texts of up to 10 pieces",
        "mean of the pieces, as an ONNX file does not say which pooling its encoder needs",
        "vectors of unit length");
  }

  @ParameterizedTest
  @EnumSource
  void shouldEncodeAsOnnxRuntimeDoes(final Pooling pooling) throws Exception {
    // Given
    Files.write(file, OnnxFixture.of(bert, Style.STEPS));

    // When
    final float[] vector = vector(EncoderSource.read(file, Optional.of(pooling)).model());

    // Then
    assertThat(vector).containsExactly(OF_ONNX_RUNTIME.get(pooling), within(2e-6f));
  }

  @Test
  void shouldReadTheNetworkAndTheTokenizerOfAJar() throws Exception {
    // Given
    final Path jar = jar(Map.of("tiny.onnx", OnnxFixture.of(bert, Style.WHOLE), "tiny-tokenizer.json", tokenizer(), "README", new byte[1]));

    // When
    final ImportedEncoder read = EncoderSource.read(jar, Optional.of(Pooling.FIRST));

    // Then
    assertThat(read.model().body()).usingRecursiveComparison().isEqualTo(bert.body());
    assertThat(read.model().output().pooling()).isEqualTo(Pooling.FIRST);
    assertThat(read.notes()).contains("vector of the first piece, as asked for");
  }

  @Test
  void shouldRefuseAJarWithSeveralNetworks() throws Exception {
    // Given
    final Path jar = jar(Map.of("a.onnx", new byte[1], "b.onnx", new byte[1], "tokenizer.json", tokenizer()));

    // When / Then
    assertRefused(jar, "the archive has 2 files whose names end with .onnx, expected one");
  }

  @Test
  void shouldRefuseAFileThatIsNoArchive() throws Exception {
    // Given
    final Path jar = Files.writeString(folder.resolve("tiny.jar"), "no archive at all");

    // When / Then
    assertRefused(jar, "it is not a whole zip file");
  }

  @Test
  void shouldRefuseAnArchiveWhoseEntryIsCut() throws Exception {
    // Given
    final Path jar = jar(Map.of("tiny.onnx", OnnxFixture.of(bert, Style.WHOLE), "tokenizer.json", tokenizer()));
    final byte[] zip = Files.readAllBytes(jar);
    // The directory at the end tells the sizes: none of them is that of the data.
    for (int at = zip.length - 200; at < zip.length - 24; at++) {
      if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2) {
        zip[at + 20] = 9;
        zip[at + 21] = 0;
      }
    }
    Files.write(jar, zip);

    // When / Then
    assertRefused(jar, "it is not a whole zip file");
  }

  @Test
  void shouldRefuseAFileThatIsCutAnywhere() throws Exception {
    // Given
    final byte[] whole = OnnxFixture.of(bert, Style.STEPS);

    for (int length = 0; length < whole.length; length += 23) {
      final byte[] cut = Arrays.copyOf(whole, length);

      // When / Then
      assertThatExceptionOfType(ModelRefusedException.class).as("%d bytes", length).isThrownBy(() -> body(cut));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldNeverFailInAnotherWayThanByARefusalWhenAByteIsFalsified(final Style style) throws Exception {
    // Given
    final byte[] whole = OnnxFixture.of(bert, style);

    for (int position = 0; position < whole.length; position += 5) {
      final byte[] falsified = whole.clone();
      falsified[position] ^= (byte) (1 << position % Byte.SIZE | 0x80);

      // When
      final Optional<TransformerBody> read = bodyOrRefused(falsified);

      // Then
      assertThat(read.map(TransformerBody::dimensions).orElse(TinyBert.WIDTH)).isEqualTo(TinyBert.WIDTH);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Erf|Tanh|expected Erf",
      "Softmax|Sigmoid|expected Softmax",
      "Sub|Add|expected Sub",
      "MatMul|MatMulInteger|the network calculates with integers (MatMulInteger)",
      "Gather|GatherND|expected Gather"})
  void shouldRefuseANetworkWithAnotherOperation(final String operator, final String other, final String message) throws Exception {
    // Given
    Files.write(file, OnnxFixture.of(bert, Style.STEPS, name -> name.equals(operator) ? other : name));

    // When / Then
    assertRefused(file, message);
  }

  @Test
  void shouldRefuseAWeightThatIsNotANumber() throws Exception {
    // Given
    bert.layers().getLast().reduction().bias()[1] = Float.NaN;
    Files.write(file, OnnxFixture.of(bert, Style.STEPS));

    // When / Then
    assertRefused(file, "layer 2, map back has a weight of NaN");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "\"WordPiece\"|\"BPE\"|the type \"BPE\", expected \"WordPiece\"",
      "\"BertNormalizer\"|\"Precompiled\"|the type \"Precompiled\", expected \"BertNormalizer\"",
      "\"max_input_chars_per_word\":100|\"max_input_chars_per_word\":50|the max_input_chars_per_word 50, expected 100",
      "\".\":11|\".\":12|gives the piece . the id 12, expected one of its own below 12",
      "\".\":11|\".\":10|the id 10, expected one of its own below 12",
      "\"[SEP]\":3|\"[EOS]\":3|has no piece [SEP] among its 12",
      "\"content\":\"[CLS]\"|\"content\":\"<s>\"|adds the token <s>",
      "\"version\":\"1.0\"|\"version\":|is not JSON",
      "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}},||puts other tokens around a text"})
  void shouldRefuseATokenizerOfAnotherKind(final String part, final String other, final String message) throws Exception {
    // Given
    Files.write(file, OnnxFixture.of(bert, Style.STEPS));
    Files.writeString(folder.resolve("tokenizer.json"), FolderFixture.TOKENIZER.replace(part, other == null ? "" : other));

    // When / Then
    assertRefused(file, message);
  }

  @Test
  void shouldRefuseATokenizerWithMorePiecesThanTheTableHasRows() throws Exception {
    // Given
    Files.write(file, OnnxFixture.of(bert, Style.STEPS));
    Files.writeString(folder.resolve("tokenizer.json"), FolderFixture.TOKENIZER.replace("\".\":11", "\".\":11,\"!\":12"));

    // When / Then
    assertRefused(file, "the tokenizer has 13 pieces, but the table has 12 rows");
  }

  @Test
  void shouldSayWhichFileIsMissing() throws Exception {
    // Given
    Files.write(file, OnnxFixture.of(bert, Style.STEPS));
    Files.delete(folder.resolve("tokenizer.json"));

    // When / Then
    assertRefused(file, "there is no file '" + folder.resolve("tokenizer.json") + "'");
    assertThatThrownBy(() -> EncoderSource.read(folder.resolve("other.onnx"), Optional.empty())).isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.onnx", "a.ONNX", "a.jar", "a.zip"})
  void shouldKnowItsSourcesByTheirNames(final String name) {
    assertThat(EncoderSource.isOne(folder.resolve(name))).isTrue();
    assertThat(EncoderSource.isOne(folder.resolve(name + ".ftz"))).isFalse();
  }

  private static TransformerBody body(final byte[] network) throws IOException, ModelRefusedException {
    return OnnxBert.body(OnnxReader.read(new ByteArrayInputStream(network)));
  }

  private static Optional<TransformerBody> bodyOrRefused(final byte[] network) throws IOException {
    try {
      return Optional.of(body(network));
    } catch (final ModelRefusedException refused) {
      assertThat(refused).hasMessageMatching("[^\\n]{5,400}");
      return Optional.empty();
    }
  }

  private static void assertRefused(final Path source, final String message) {
    assertThatExceptionOfType(ModelRefusedException.class).isThrownBy(() -> EncoderSource.read(source, Optional.empty())).withMessageContaining(message);
  }

  private Path jar(final Map<String, byte[]> entries) throws IOException {
    final Path jar = folder.resolve("tiny.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (final Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return jar;
  }

  private static byte[] tokenizer() {
    return FolderFixture.TOKENIZER.getBytes(StandardCharsets.UTF_8);
  }

  /** The vector of {@link #TEXT}, with weights of float32. */
  private static float[] vector(final EncoderModel model) {
    final Arena arena = Arena.ofShared();
    try (TransformerEncoder encoder =
        TransformerEncoder.open(
            model.vocabulary(), TransformerWeights.of((TransformerBody) model.body()), PanelForm.AS_GIVEN, FileTables.copied(), model.output(), arena,
            new Lifetime(arena))) {
      final SharedText text = new SharedText();
      text.set(TEXT);
      return Arrays.copyOf(encoder.newSession().encode(text), model.dimensions());
    }
  }
}
