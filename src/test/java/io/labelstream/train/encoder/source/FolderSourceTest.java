package io.labelstream.train.encoder.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.TransformerBody.Affine;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Dense;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.WordPieceVocabulary.Accents;
import io.labelstream.model.encoder.WordPieceVocabulary.LetterCase;
import io.labelstream.model.file.Safetensors.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderSourceTest {
  private final TinyBert bert = TinyBert.make();
  @TempDir private Path folder;

  @BeforeEach
  void writeFolder() throws IOException {
    FolderFixture.write(folder, bert, Type.F32, "");
  }

  @ParameterizedTest
  @CsvSource({"F32, ''", "F16, bert.", "BF16, 0.auto_model."})
  void shouldReadEachWeightOfAnyTypeAndPrefix(final Type type, final String prefix) throws Exception {
    // Given
    FolderFixture.write(folder, bert, type, prefix);

    // When
    final ImportedEncoder read = EncoderSource.read(folder, Optional.empty());

    // Then
    assertThat(read.model().body()).usingRecursiveComparison().isEqualTo(bert.body());
  }

  @Test
  void shouldTakeTheMeanAndUnitLengthAndSaySoWhereNoModulesAreGiven() throws Exception {
    // When
    final ImportedEncoder read = EncoderSource.read(folder, Optional.empty());

    // Then
    assertThat(read.model().output()).isEqualTo(new VectorOutput(Pooling.MEAN, List.of(), VectorLength.UNIT));
    assertThat(read.notes()).contains("mean of the pieces, as the folder has no modules.json that says which pooling it needs", "vectors of unit length");
  }

  @Test
  void shouldFollowTheModules() throws Exception {
    // Given
    final Affine map = TinyBert.dense(3);
    FolderFixture.writeModules(folder, map);

    // When
    final ImportedEncoder read = EncoderSource.read(folder, Optional.empty());

    // Then
    assertThat(read.model().output()).usingRecursiveComparison()
        .isEqualTo(new VectorOutput(Pooling.FIRST, List.of(new Dense(map.weight(), map.bias(), Activation.TANH)), VectorLength.UNIT));
    assertThat(read.model().dimensions()).isEqualTo(3);
    assertThat(read.notes()).contains("vector of the first piece", "map to 3 dimensions");
  }

  @Test
  void shouldCutTextsWhereTheFolderCutsThem() throws Exception {
    // Given
    Files.writeString(folder.resolve("sentence_bert_config.json"), "{\"max_seq_length\":6,\"do_lower_case\":false}");

    // When
    final TransformerBody body = (TransformerBody) EncoderSource.read(folder, Optional.empty()).model().body();

    // Then
    assertThat(body.positions().rows()).isEqualTo(6);
    assertThat(body.positions().values()).isEqualTo(Arrays.copyOf(bert.body().positions().values(), 6 * TinyBert.WIDTH));
  }

  @Test
  void shouldReadAVocabularyOfOnePieceALine() throws Exception {
    // Given
    Files.delete(folder.resolve("tokenizer.json"));
    Files.writeString(folder.resolve("vocab.txt"), String.join("\n", TinyBert.PIECES) + "\n");
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\":false,\"unk_token\":{\"content\":\"[UNK]\"},\"strip_accents\":null}");

    // When
    final ImportedEncoder read = EncoderSource.read(folder, Optional.empty());

    // Then
    assertThat(read.model().vocabulary().pieces()).extracting(piece -> new String(piece, StandardCharsets.UTF_8)).isEqualTo(TinyBert.PIECES);
    assertThat(read.model().vocabulary().letterCase()).isEqualTo(LetterCase.KEPT);
    assertThat(read.model().vocabulary().accents()).isEqualTo(Accents.KEPT);
    assertThat(read.model().vocabulary().unknown()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "config.json|\"bert\"|\"roberta\"|the model_type \"roberta\", expected \"bert\"",
      "config.json|\"gelu\"|\"gelu_new\"|the hidden_act \"gelu_new\", expected \"gelu\"",
      "config.json|\"absolute\"|\"relative_key\"|the position_embedding_type \"relative_key\"",
      "config.json|\"num_hidden_layers\":2|\"num_hidden_layers\":3|has no tensor encoder.layer.2.attention.self.query.weight",
      "config.json|\"num_hidden_layers\":2|\"num_hidden_layers\":2000000000|has no tensor encoder.layer.2.",
      "config.json|\"hidden_size\":8|\"hidden_size\":2147483647|has the shape [12, 8], expected [12, 2147483647]",
      "config.json|\"hidden_size\":8|\"hidden_size\":-8|has the hidden_size -8, expected a whole number of at least 1",
      "config.json|\"num_attention_heads\":2|\"num_attention_heads\":3|8 dimensions are cut into 3 heads",
      "config.json|1e-6|0|the epsilon of normalisations is 0.0",
      "modules.json|models.Pooling|models.WeightedLayerPooling|expected Transformer, Pooling, any Dense, and Normalize or none",
      "modules.json|models.Normalize|models.LayerNorm|expected Transformer, Pooling, any Dense, and Normalize or none",
      "modules.json|sentence_transformers.models.Dense|other.Dense|has a module of the type other.Dense",
      "modules.json|2_Dense|../elsewhere|in folders inside this one",
      "modules.json|2_Dense|3_Dense|there is no file",
      "1_Pooling/config.json|\"pooling_mode_max_tokens\":false|\"pooling_mode_max_tokens\":true|has the modes [pooling_mode_cls_token, pooling_mode_max_tokens]",
      "2_Dense/config.json|\"out_features\":3|\"out_features\":4|has the shape [3, 8], expected [4, 8]",
      "2_Dense/config.json|activation.Tanh|activation.ReLU|has the activation_function"})
  void shouldRefuseAnythingThatItDoesNotCompute(final String file, final String part, final String other, final String message) throws Exception {
    // Given
    FolderFixture.writeModules(folder, TinyBert.dense(3));
    final Path changed = folder.resolve(file);
    Files.writeString(changed, Files.readString(changed).replace(part, other));

    // When / Then
    assertRefused(message);
  }

  @Test
  void shouldRefuseATruncatedFileOfWeights() throws Exception {
    // Given
    final Path weights = folder.resolve("model.safetensors");
    final byte[] whole = Files.readAllBytes(weights);

    for (int length = 0; length < whole.length; length += 101) {
      Files.write(weights, Arrays.copyOf(whole, length));

      // When / Then
      assertThatExceptionOfType(ModelRefusedException.class).as("%d bytes", length).isThrownBy(() -> EncoderSource.read(folder, Optional.empty()));
    }
  }

  @Test
  void shouldRefuseAWeightThatIsInfinite() throws Exception {
    // Given
    bert.pieces().values()[3] = Float.POSITIVE_INFINITY;
    FolderFixture.write(folder, bert, Type.F16, "");

    // When / Then
    assertRefused("the table of pieces has a weight of Infinity");
  }

  @Test
  void shouldRefuseAFolderOfAnotherKind() throws Exception {
    // Given
    Files.delete(folder.resolve("config.json"));

    // When / Then
    assertRefused("there is no file '" + folder.resolve("config.json") + "'");
  }

  @Test
  void shouldRefuseJsonThatSeemsToBeUtf32AndIsNot() throws Exception {
    // Given
    Files.write(folder.resolve("config.json"), new byte[] {0, 0, 0, '{', 'a', 'b', 'c', 'd'});

    // When / Then
    assertRefused("config.json is not UTF-8");
  }

  private void assertRefused(final String message) {
    assertThatExceptionOfType(ModelRefusedException.class).isThrownBy(() -> EncoderSource.read(folder, Optional.empty())).withMessageContaining(message);
  }
}
