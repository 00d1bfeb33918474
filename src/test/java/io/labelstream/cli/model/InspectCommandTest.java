package io.labelstream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.Cli;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.fixture.SharedFiles;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class InspectCommandTest {
  private static final String MODEL = "models/lid.176.ftz";
  private static final String SHA_256 = "8f3472cfe8738a7b6099e8e999c3cbfae0dcd15696aac7d7738a8039db603e83";

  @Test
  void shouldDescribeAModelAsATable() {
    // When
    final Cli.Result result = Cli.run("inspect", MODEL);

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.lines()).first().isEqualTo(MODEL);
    assertThat(result.out()).containsPattern("sha-256 +" + SHA_256).containsPattern("labels +176").containsPattern("total +938,013");
    assertThat(result.lines()).noneMatch(line -> line.endsWith(" "));
  }

  @Test
  void shouldDescribeAModelAsJson() throws IOException {
    // When
    final Cli.Result result = Cli.run("inspect", MODEL, "--format", "json", "--memory");

    // Then
    final JsonNode json = new ObjectMapper().readTree(result.out());
    assertThat(json.get("sha256").asText()).isEqualTo(SHA_256);
    assertThat(json.get("family").asText()).isEqualTo("fasttext");
    assertThat(json.get("properties").get("words").isNumber()).isTrue();
    assertThat(json.get("properties").get("subwords").asText()).isEqualTo("2 to 4");
    long bytes = 0;
    for (final JsonNode part : json.get("parts")) {
      bytes += part.get("bytes").asLong();
    }
    assertThat(bytes).isEqualTo(json.get("fileBytes").asLong()).isEqualTo(938_013);
    assertThat(json.get("memory").get("residentBytes").asLong()).isPositive();
  }

  @Test
  void shouldSayThatAnUnsupervisedModelIsNoClassifier() {
    // Given
    final String file = SharedFiles.need("data/models/fastrtext.model_unsupervised_test.bin").toString();

    // When
    final Cli.Result result = Cli.run("inspect", file);

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.MODEL_REFUSED.code());
    assertThat(result.errors()).singleElement().asString().contains("NOT_A_CLASSIFIER");
  }

  @Test
  void shouldNameADirectory() {
    // When
    final Cli.Result result = Cli.run("inspect", "models");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.FILE_UNREADABLE.code());
    assertThat(result.errors()).singleElement().asString().contains("is a directory");
  }

  @Test
  void shouldNameADevice() {
    // When
    final Cli.Result result = Cli.run("inspect", "/dev/null");

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.FILE_UNREADABLE.code());
    assertThat(result.errors()).containsExactly("labelstream: '/dev/null' is a pipe or a device; save the model to a file first");
  }
}
