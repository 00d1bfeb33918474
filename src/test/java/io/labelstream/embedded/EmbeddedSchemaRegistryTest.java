package io.labelstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class EmbeddedSchemaRegistryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STRING = body("\"string\"");
  private static final String INT = body("\"int\"");
  private static final String LONG = body("\"long\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private EmbeddedSchemaRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = EmbeddedSchemaRegistry.start(0);
  }

  @AfterEach
  void stop() {
    registry.close();
    client.close();
  }

  @Test
  void shouldGiveOneSchemaOneIdUnderAllSubjects() throws Exception {
    // Given
    post("/subjects/a/versions", STRING);
    post("/subjects/a2/versions", INT);

    // When
    final Answer again = post("/subjects/b/versions", STRING);

    // Then
    assertThat(again).isEqualTo(new Answer(200, JSON.readTree("{\"id\":1}")));
    assertThat(get("/subjects")).isEqualTo(new Answer(200, JSON.readTree("[\"a\",\"a2\",\"b\"]")));
  }

  @Test
  void shouldNumberTheVersionsOfASubject() throws Exception {
    // Given
    post("/subjects/a/versions", INT);
    post("/subjects/a/versions", LONG);

    // When
    post("/subjects/a/versions", INT);

    // Then
    assertThat(get("/subjects/a/versions").json()).isEqualTo(JSON.readTree("[1,2]"));
    assertThat(get("/subjects/a/versions/1").json()).isEqualTo(
        JSON.readTree("{\"subject\":\"a\",\"version\":1,\"id\":1,\"schema\":\"\\\"int\\\"\"}"));
    assertThat(get("/subjects/a/versions/latest").json().get("version").intValue()).isEqualTo(2);
    assertThat(get("/schemas/ids/2").json()).isEqualTo(JSON.readTree("{\"schema\":\"\\\"long\\\"\"}"));
    assertThat(post("/subjects/a", LONG).json().get("id").intValue()).isEqualTo(2);
  }

  @Test
  void shouldRefuseASchemaThatCannotReadTheLatest() throws Exception {
    // Given
    post("/subjects/a/versions", LONG);

    // When
    final Answer answer = post("/subjects/a/versions", INT);

    // Then
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("error_code").intValue()).isEqualTo(409);
    assertThat(get("/config/a").json().get("compatibilityLevel").textValue()).isEqualTo("BACKWARD");
    assertThat(post("/compatibility/subjects/a/versions/latest", INT).json()).isEqualTo(JSON.readTree("{\"is_compatible\":false}"));
    assertThat(post("/compatibility/subjects/a/versions/1", LONG).json()).isEqualTo(JSON.readTree("{\"is_compatible\":true}"));
  }

  @ParameterizedTest
  @CsvSource({
      "/schemas/ids/9, 404, 40403", "/schemas/ids/0, 404, 40403", "/schemas/ids/x, 404, 40403", "/subjects/none/versions, 404, 40401",
      "/subjects/none/versions/1, 404, 40401", "/subjects/a/versions/2, 404, 40402", "/subjects/a/versions/0, 422, 42202",
      "/subjects/a/versions/x, 422, 42202", "/nowhere, 404, 404", "/subjects/a, 404, 404", "/schemas, 404, 404"})
  void shouldAnswerWithConfluentsErrorNumbers(final String path, final int status, final int code) throws Exception {
    // Given
    post("/subjects/a/versions", STRING);

    // When
    final Answer answer = get(path);

    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().get("error_code").intValue()).isEqualTo(code);
    assertThat(answer.json().get("message").textValue()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"schema\":7}", "{\"schema\":\"{}\"}", "{\"schema\":\"nonsense\"}",
      "{\"schema\":\"\\\"nonsense\\\"\"}",
      "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"A\\\",\\\"fields\\\":[{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"int\\\",\\\"order\\\":\\\"no\\\"}]}\"}",
      "{\"schema\":\"\\\"string\\\"\",\"schemaType\":\"JSON\"}", "{\"schema\":\"\\\"string\\\"\",\"references\":[{}]}"})
  void shouldRefuseWhatIsNoAvroSchema(final String request) throws Exception {
    final Answer answer = post("/subjects/a/versions", request);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("error_code").intValue()).isEqualTo(42201);
    assertThat(get("/subjects").json()).isEmpty();
  }

  @Test
  void shouldRefuseRequestsThatAreNoneOfAnyRegistry() throws Exception {
    assertThat(post("/subjects/a/versions", "{").status()).isEqualTo(400);
    assertThat(post("/subjects/a/versions", new byte[] {0, 0, 0, '{', 'a', 'b', 'c', 'd'}).status()).isEqualTo(400);
    assertThat(post("/subjects/a/versions", "[" + " ".repeat(5 << 20)).status()).isEqualTo(413);
    assertThat(send("DELETE", "/subjects/a", "").status()).isEqualTo(405);
  }

  @Test
  void shouldKnowItsSchemasAfterARestart(@TempDir final Path directory) throws Exception {
    // Given
    final Path file = directory.resolve("schemas.jsonl");
    restart(file);
    post("/subjects/a/versions", INT);
    post("/subjects/b/versions", INT);
    post("/subjects/a/versions", LONG);

    // When
    restart(file);

    // Then
    assertThat(get("/subjects/a/versions").json()).isEqualTo(JSON.readTree("[1,2]"));
    assertThat(get("/subjects/b/versions/1").json().get("id").intValue()).isEqualTo(1);
    assertThat(get("/schemas/ids/2").json().get("schema").textValue()).isEqualTo("\"long\"");
    assertThat(post("/subjects/c/versions", STRING).json().get("id").intValue()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "{\"subject\":\"a\"}", "{\"subject\":\"a\",\"number\":1,\"id\":7,\"schema\":\"\\\"int\\\"\"}"})
  void shouldNameTheFileAndTheLineThatCannotBeRead(final String line, @TempDir final Path directory) throws IOException {
    final Path file = Files.writeString(directory.resolve("schemas.jsonl"),
        "{\"subject\":\"a\",\"number\":1,\"id\":1,\"schema\":\"\\\"int\\\"\"}\n" + line + "\n");

    assertThatThrownBy(() -> EmbeddedSchemaRegistry.start(0, file)).isInstanceOf(IOException.class)
        .hasMessageContaining(file + " line 2").hasMessageContaining("remove the file");
  }

  @Test
  void shouldSayWhenASchemaCannotBeKept(@TempDir final Path directory) throws Exception {
    // Given
    restart(directory.resolve("missing").resolve("schemas.jsonl"));

    // When
    final Answer answer = post("/subjects/a/versions", INT);

    // Then
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.json().get("message").textValue()).contains("cannot be kept");
    assertThat(get("/subjects").json()).isEmpty();
  }

  @Test
  void shouldNotShareAPort() {
    assertThatThrownBy(() -> EmbeddedSchemaRegistry.start(registry.url().getPort())).isInstanceOf(IOException.class);
  }

  @Test
  void shouldCloseTwice() {
    registry.close();

    registry.close();

    assertThatThrownBy(() -> get("/subjects")).isInstanceOf(IOException.class);
  }

  private record Answer(int status, JsonNode json) {}

  private void restart(final Path file) throws IOException {
    registry.close();
    registry = EmbeddedSchemaRegistry.start(0, file);
  }

  private Answer get(final String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  private Answer post(final String path, final String body) throws IOException, InterruptedException {
    return send("POST", path, body);
  }

  private Answer post(final String path, final byte[] body) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(registry.url() + path)).POST(BodyPublishers.ofByteArray(body)).build());
  }

  private Answer send(final String method, final String path, final String body) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(registry.url() + path)).method(method, BodyPublishers.ofString(body)).build());
  }

  private Answer send(final HttpRequest request) throws IOException, InterruptedException {
    final HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  private static String body(final String schema) {
    return JSON.createObjectNode().put("schema", schema).toString();
  }
}
