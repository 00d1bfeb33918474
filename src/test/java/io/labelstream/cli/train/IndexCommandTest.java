package io.labelstream.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.Cli;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.model.Metadata;
import io.labelstream.model.encoder.TopicEncoder;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.matrix.file.Precision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexCommandTest {
  private static final String DOCUMENTS = "d1\ta football match\nd2\tthe bank and the market\nd3\ta planet\n";

  @TempDir private Path folder;
  private String encoder;

  @BeforeEach
  void writeEncoder() throws IOException {
    final Path file = folder.resolve("encoder.safetensors");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      EncoderFile.write(TopicEncoder.model(), Metadata.none(), Precision.INT8, channel);
    }
    encoder = file.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exact", "graph", "auto"})
  void shouldLabelTextsByTheNearestDocuments(final String search) throws Exception {
    // Given
    final String index = folder.resolve("index.safetensors").toString();

    // When
    final Cli.Result made = Cli.run("index", data("d.tsv", DOCUMENTS), "--model", encoder, "--out", index, "--search", search);
    final Cli.Result found = Cli.runWith("shares of the bank\n", "classify", "--model", index, "--top", "2", "--format", "json");

    // Then
    assertThat(made.status()).as(made.err()).isZero();
    assertThat(made.out()).contains("3 documents in ", "  card ", "  samples ");
    final JsonNode labels = new ObjectMapper().readTree(found.out());
    assertThat(labels.at("/0/name").asText()).isEqualTo("d2");
    assertThat(labels.at("/0/score").asDouble()).isBetween(0.9, 1.0);
    assertThat(Cli.run("verify", index).out()).contains("all proved");
    assertThat(Cli.run("inspect", index).out()).containsPattern("head +documents\n").containsPattern("labels +3\n").containsPattern("search +" + (search.equals("graph") ? "graph" : "exact"));
  }

  @Test
  void shouldCountDocumentsThatAreLeftOut() throws Exception {
    // When
    final Cli.Result made = Cli.run("index", data("d.tsv", DOCUMENTS + "d1\ta goal\nd4\t\n\ta team\nd5\tof which nothing is known\n"), "--model", encoder,
        "--out", folder.resolve("index.safetensors").toString());

    // Then
    assertThat(made.status()).isZero();
    assertThat(made.err()).contains("1 document without id, left out", "1 document with the id of one before, left out", "1 document without text, left out",
        "1 document of which the model knows no word, left out");
    assertThat(made.out()).contains("7 documents, SHA-256", "3 documents in ");
  }

  @Test
  void shouldRefuseDocumentsOfWhichNoneIsLeft() throws Exception {
    // When
    final Cli.Result made = Cli.run("index", data("d.tsv", "d1\tunknown\n"), "--model", encoder, "--out", folder.resolve("index.safetensors").toString());

    // Then
    assertThat(made.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(made.err()).hasLineCount(1).contains("none of the 1 documents", "can be indexed");
    assertThat(folder.resolve("index.safetensors")).doesNotExist();
  }

  @Test
  void shouldRefuseAModelThatIndexesNothing() throws Exception {
    // Given
    final Path model = Files.write(folder.resolve("m.bin"), new FastTextModelFile(1).bytes());

    // When
    final Cli.Result made = Cli.run("index", data("d.tsv", DOCUMENTS), "--model", model.toString(), "--out", folder.resolve("index.safetensors").toString());

    // Then
    assertThat(made.status()).isEqualTo(ExitCode.MODEL_REFUSED.code());
    assertThat(made.err()).hasLineCount(1).contains("fasttext, which indexes no documents, expected a model of the family encoder");
  }

  @Test
  void shouldMeasureAnIndex() throws Exception {
    // Given
    final String index = folder.resolve("index.safetensors").toString();
    data("documents.tsv", DOCUMENTS);
    data("queries.tsv", "q1\ta goal of the team\nq2\tphysics\nq3\tnot answered\n");
    data("relevant.tsv", "q1\td1\nq2\td3\n");
    Cli.run("index", folder.resolve("documents.tsv").toString(), "--model", encoder, "--out", index);

    // When
    final Cli.Result text = Cli.run("evaluate", index, "--retrieval", folder.toString());
    final Cli.Result json = Cli.run("evaluate", encoder, "--retrieval", folder.toString(), "--format", "json");

    // Then
    assertThat(text.status()).as(text.err()).isZero();
    assertThat(text.out()).containsPattern("float32, all compared +3 .* 1\\.0000 +1\\.0000").containsPattern("the model's own +3 .* 1\\.0000");
    assertThat(new ObjectMapper().readTree(json.out()).at("/searches/0/reciprocalRank").asDouble()).isEqualTo(1);
    assertThat(new ObjectMapper().readTree(json.out()).at("/searches")).hasSize(1);
  }

  @Test
  void shouldAskForDocumentsWhereTheModelHasNone() throws Exception {
    // When
    final Cli.Result result = Cli.run("evaluate", encoder, "--queries", data("q.tsv", "q1\ta goal\n"), "--relevant", data("r.tsv", "q1\td1\n"));

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains("is no index of documents, expected --documents");
  }

  private String data(final String name, final String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }
}
