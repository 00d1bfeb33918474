package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.embedded.EmbeddedSchemaRegistry;
import io.labelstream.fixture.FaultyFront;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class HttpSchemaRegistryTest {
  private static final Schema SCHEMA = Avros.event("{\"name\":\"text\",\"type\":\"string\"}");

  private final AtomicLong nanos = new AtomicLong(-1_000);
  private EmbeddedSchemaRegistry server;
  private FaultyFront front;

  @BeforeEach
  void startServers() throws IOException {
    server = EmbeddedSchemaRegistry.start(0);
    front = new FaultyFront(server.url());
  }

  @AfterEach
  void stopServers() {
    front.close();
    server.close();
  }

  @Test
  void shouldGiveTheSchemaThatWasRegistered() {
    try (HttpSchemaRegistry producer = client(); HttpSchemaRegistry consumer = client()) {
      // Given
      final int id = producer.register("texts-value", SCHEMA);

      // When
      final SchemaRegistry.Lookup lookup = consumer.schema(id);

      // Then
      assertThat(lookup).isEqualTo(new SchemaRegistry.Found(SCHEMA));
    }
  }

  @Test
  void shouldAskOnceForWhatCannotChange() {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      final int id = registry.register("texts-value", SCHEMA);
      final SchemaRegistry.Lookup first = registry.schema(id);

      // When
      final SchemaRegistry.Lookup second = registry.schema(id);
      registry.register("texts-value", SCHEMA);

      // Then
      assertThat(second).isSameAs(first);
      assertThat(front.requests()).containsExactly("POST /subjects/texts-value/versions", "GET /schemas/ids/" + id);
    }
  }

  @Test
  void shouldKeepSubjectsWithOddNamesApart() {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      final int id = registry.register("a b/c+d%-value", SCHEMA);

      // When
      final int found = registry.idOf("a b/c+d%-value", SCHEMA);

      // Then
      assertThat(found).isEqualTo(id);
      assertThat(server.url().resolve("/subjects")).satisfies(url -> assertThat(Http.get(url)).contains("a b/c+d%-value"));
    }
  }

  @Test
  void shouldFindASchemaThatIsRegisteredLate() {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      assertThat(registry.schema(1)).isInstanceOf(SchemaRegistry.Unusable.class);
      registry.register("texts-value", SCHEMA);
      assertThat(registry.schema(1)).as("still remembered as unknown").isInstanceOf(SchemaRegistry.Unusable.class);

      // When
      nanos.addAndGet(HttpSchemaRegistry.FORGET_UNUSABLE_AFTER.toNanos());

      // Then
      assertThat(registry.schema(1)).isEqualTo(new SchemaRegistry.Found(SCHEMA));
    }
  }

  @Test
  void shouldAskOnceForAnUnknownIdThatComesAgainAndAgain() {
    try (HttpSchemaRegistry registry = client()) {
      // When
      for (int i = 0; i < 100; i++) {
        assertThat(registry.schema(77)).isEqualTo(new SchemaRegistry.Unusable("not known to the schema registry"));
      }

      // Then
      assertThat(front.requests()).hasSize(1);
    }
  }

  @Test
  void shouldNotBotherTheServerWithAnIdThatCannotBe() {
    try (HttpSchemaRegistry registry = client()) {
      // When
      final SchemaRegistry.Lookup lookup = registry.schema(-5);

      // Then
      assertThat(lookup).isInstanceOf(SchemaRegistry.Unusable.class);
      assertThat(front.requests()).isEmpty();
    }
  }

  @Test
  void shouldTryAgainWhenTheServerFailsForAMoment() {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      front.failNext(FaultyFront.answer(503, "busy"), FaultyFront.hangUp(), FaultyFront.answer(429, ""));

      // When
      final int id = registry.register("texts-value", SCHEMA);

      // Then
      assertThat(id).isEqualTo(1);
      assertThat(front.requests()).hasSizeGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void shouldTellUnavailableFromUnknownWhenTheServerKeepsFailing() {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      front.failNext(Collections.nCopies(20, FaultyFront.answer(500, "{}")).toArray(FaultyFront.Fault[]::new));

      // When / Then
      assertThatThrownBy(() -> registry.schema(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining(front.url().toString()).hasMessageContaining("5 attempts").hasMessageContaining("HTTP 500");
    }
  }

  @Test
  @Timeout(300)
  void shouldGiveUpOnAnAnswerThatNeverEnds() {
    final RegistryConfig impatient = RegistryConfig.of(front.url().toString()).with(Duration.ofSeconds(1), Duration.ofMillis(300), 1);
    try (HttpSchemaRegistry registry = new HttpSchemaRegistry(impatient)) {
      // Given
      front.failNext(front.stall());

      // When / Then
      assertThatThrownBy(() -> registry.schema(1)).isInstanceOf(RegistryUnavailableException.class).hasMessageContaining("within 300 ms");
    }
  }

  @Test
  void shouldQuoteOnlyTheBeginningOfWhatIsNoAnswer() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      // Given
      Thread.ofVirtual().start(() -> answer(other, "\u001B[2J\n" + "x".repeat(10_000)));
      final RegistryConfig once = RegistryConfig.of("http://localhost:" + other.getLocalPort()).with(Duration.ofSeconds(10), Duration.ofSeconds(10), 1);
      try (HttpSchemaRegistry registry = new HttpSchemaRegistry(once)) {

        // When / Then
        assertThatThrownBy(() -> registry.schema(1)).isInstanceOf(RegistryUnavailableException.class)
            .hasMessageMatching("[^\\p{Cntrl}]{10,600}");
      }
    }
  }

  private static void answer(final ServerSocket server, final String answer) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read();
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void shouldNotReadAnAnswerBeyondTheLimit() {
    final RegistryConfig once = RegistryConfig.of(front.url().toString()).with(Duration.ofSeconds(1), Duration.ofSeconds(10), 1);
    try (HttpSchemaRegistry registry = new HttpSchemaRegistry(once)) {
      // Given
      front.failNext(FaultyFront.answer(200, "{\"schema\":\"" + "x".repeat(RegistryTransport.LARGEST_ANSWER) + "\"}"));

      // When / Then
      assertThatThrownBy(() -> registry.schema(1)).isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void shouldGoToTheNextServerWhenOneIsDown() throws IOException {
    final int nobodyListens;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobodyListens = socket.getLocalPort();
    }
    final RegistryConfig two = RegistryConfig.of("http://127.0.0.1:" + nobodyListens + ", " + front.url() + "/");
    try (HttpSchemaRegistry registry = new HttpSchemaRegistry(two)) {
      // When
      final int id = registry.register("texts-value", SCHEMA);

      // Then
      assertThat(id).isEqualTo(1);
    }
  }

  @Test
  void shouldNotTryAgainWhenTheRegistryRefuses() {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      registry.register("texts-value", SCHEMA);
      final Schema incompatible = Avros.event("{\"name\":\"body\",\"type\":\"string\"}");

      // When / Then
      assertThatThrownBy(() -> registry.register("texts-value", incompatible))
          .isInstanceOf(RegistryRefusedException.class)
          .hasMessageContaining("shop.Event").hasMessageContaining("texts-value").hasMessageContaining("not compatible");
      assertThat(front.requests()).hasSize(2);
    }
  }

  @Test
  void shouldNameTheRemedyWhenASchemaIsOnlyLookedUpAndMissing() {
    try (HttpSchemaRegistry registry = client()) {
      assertThatThrownBy(() -> registry.idOf("texts-value", SCHEMA))
          .isInstanceOf(RegistryRefusedException.class)
          .hasMessageContaining("texts-value").hasMessageContaining("allow automatic registration");
    }
  }

  @Test
  void shouldNotTakeAWrongPathForAnUnknownSchema() {
    // A wrong URL would otherwise send every record to the dead letters.
    try (HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistryConfig.of(front.url() + "/elsewhere"))) {
      assertThatThrownBy(() -> registry.schema(1)).isInstanceOf(RegistryRefusedException.class).hasMessageContaining("path of the URL");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"error_code\":40401}", "{\"error_code\":40402}", "{\"error_code\":404}", "{\"message\":\"nope\"}", "<html>", ""})
  void shouldCallAnIdUnknownWhateverElseTheRegistrySaysToIt(final String body) {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      front.failNext(FaultyFront.answer(404, body));

      // When
      final SchemaRegistry.Lookup lookup = registry.schema(5);

      // Then
      assertThat(lookup).isEqualTo(new SchemaRegistry.Unusable("not known to the schema registry"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"error_code\":40401}", "{\"error_code\":40402}", "{\"error_code\":40403}", "{\"error_code\":404}"})
  void shouldCallASchemaUnusableWhenOneThatItRefersToIsGone(final String body) {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      front.failNext(
          FaultyFront.answer(200, "{\"schema\":\"\\\"Part\\\"\",\"references\":[{\"name\":\"Part\",\"subject\":\"parts\",\"version\":3}]}"),
          FaultyFront.answer(404, body));

      // When
      final SchemaRegistry.Lookup lookup = registry.schema(5);

      // Then
      assertThat(lookup).isEqualTo(new SchemaRegistry.Unusable(
          "the schema refers to version 3 of subject parts, which is not known to the schema registry"));
      assertThat(front.requests()).startsWith("GET /schemas/ids/5", "GET /subjects/parts/versions/3?deleted=true");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "{}"})
  void shouldTakeASchemaWhoseDefaultDoesNotFit(final String value) {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      front.failNext(FaultyFront.answer(200, "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Event\\\",\\\"fields\\\":["
          + "{\\\"name\\\":\\\"text\\\",\\\"type\\\":\\\"string\\\",\\\"default\\\":" + value + "}]}\"}"));

      // When
      final SchemaRegistry.Lookup lookup = registry.schema(1);

      // Then
      assertThat(lookup).isInstanceOf(SchemaRegistry.Found.class);
    }
  }

  @Test
  void shouldFindASchemaByItsGuidAndAskOnce() {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      final UUID guid = UUID.fromString("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
      front.failNext(FaultyFront.answer(200, "{\"schema\":\"\\\"string\\\"\"}"));

      // When
      final SchemaRegistry.Lookup first = registry.schema(guid);
      final SchemaRegistry.Lookup second = registry.schema(guid);

      // Then
      assertThat(first).isEqualTo(new SchemaRegistry.Found(Schema.create(Schema.Type.STRING)));
      assertThat(second).isSameAs(first);
      assertThat(front.requests()).containsExactly("GET /schemas/guids/" + guid);
    }
  }

  @Test
  void shouldCallAGuidUnknownWhenTheRegistryKnowsNoGuids() {
    try (HttpSchemaRegistry registry = client()) {
      assertThat(registry.schema(UUID.randomUUID())).isEqualTo(new SchemaRegistry.Unusable("not known to the schema registry"));
    }
  }

  @Test
  void shouldNotFollowARedirect() {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      front.failNext(FaultyFront.redirect(server.url().resolve("/subjects")));

      // When / Then
      assertThatThrownBy(() -> registry.schema(1)).isInstanceOf(RegistryRefusedException.class).hasMessageContaining("302");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "\\\"nonsense\\\"",
      "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"A\\\",\\\"fields\\\":[{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"int\\\",\\\"order\\\":\\\"no\\\"}]}"})
  void shouldCallASchemaUnusableWhateverAvrosParserThrows(final String schema) {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      front.failNext(FaultyFront.answer(200, "{\"schema\":\"" + schema + "\"}"));

      // When
      final SchemaRegistry.Lookup lookup = registry.schema(1);

      // Then
      assertThat(lookup).asString().contains("the schema is not valid Avro");
    }
  }

  @Test
  void shouldCallASchemaUnusableWhenItIsNotAvro() {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      front.failNext(
          FaultyFront.answer(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax\"}"), FaultyFront.answer(200, "{\"schema\":\"{}\"}"));

      // When
      final SchemaRegistry.Lookup protobuf = registry.schema(1);
      final SchemaRegistry.Lookup broken = registry.schema(2);

      // Then
      assertThat(protobuf).isEqualTo(new SchemaRegistry.Unusable("the schema is of type PROTOBUF, AVRO is needed"));
      assertThat(broken).isInstanceOfSatisfying(SchemaRegistry.Unusable.class, it -> assertThat(it.reason()).contains("not valid Avro"));
    }
  }

  @Test
  void shouldAcceptNamesThatAvroItselfWouldNotWrite() {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      front.failNext(FaultyFront.answer(200,
          "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"my-event\\\",\\\"fields\\\":[]}\"}"));

      // When
      final SchemaRegistry.Lookup lookup = registry.schema(1);

      // Then
      assertThat(lookup).isInstanceOf(SchemaRegistry.Found.class);
    }
  }

  @Test
  void shouldSaySoWhenTheServerIsNoRegistry() {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      front.failNext(FaultyFront.answer(200, "<html>welcome</html>"), FaultyFront.answer(200, "[]"), FaultyFront.answer(400, "<html>"));

      // When / Then
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> registry.schema(1)).isInstanceOf(RegistryRefusedException.class).hasMessageContaining("Confluent");
      }
    }
  }

  @Test
  void shouldSendCredentialsAndNeverPrintThem() {
    final RegistryConfig config = RegistryConfig.of(front.url().toString()).with(new RegistryCredentials.Basic("ann:s3cret:x"));
    try (HttpSchemaRegistry registry = new HttpSchemaRegistry(config)) {
      // Given
      front.failNext(FaultyFront.answer(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}"));

      // When / Then
      assertThatThrownBy(() -> registry.schema(1))
          .isInstanceOf(RegistryRefusedException.class)
          .hasMessageContaining("check the credentials")
          .hasMessageNotContaining("s3cret");
      assertThat(front.authorizations()).containsExactly("Basic YW5uOnMzY3JldDp4");
      assertThat(config.toString()).contains("ann:***").doesNotContain("s3cret");
    }
  }

  @Test
  void shouldSendABearerToken() {
    final RegistryConfig config = RegistryConfig.of(front.url().toString()).with(new RegistryCredentials.Bearer("abc.def"));
    try (HttpSchemaRegistry registry = new HttpSchemaRegistry(config)) {
      // When
      registry.schema(1);

      // Then
      assertThat(front.authorizations()).containsExactly("Bearer abc.def");
      assertThat(config.toString()).doesNotContain("abc.def");
    }
  }

  @Test
  void shouldGoThroughAProxy() {
    final InetSocketAddress proxy = InetSocketAddress.createUnresolved("127.0.0.1", front.url().getPort());
    try (HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistryConfig.of("http://registry.invalid:8081").with(proxy))) {
      // Given
      front.failNext(FaultyFront.answer(200, "{\"schema\":\"\\\"string\\\"\"}"));

      // When
      final SchemaRegistry.Lookup lookup = registry.schema(1);

      // Then
      assertThat(lookup).isInstanceOf(SchemaRegistry.Found.class);
      assertThat(front.requests()).containsExactly("GET http://registry.invalid:8081/schemas/ids/1");
    }
  }

  @Test
  void shouldStopWaitingWhenItsThreadIsInterrupted() {
    try (HttpSchemaRegistry registry = client()) {
      // Given
      front.failNext(front.stall());
      Thread.currentThread().interrupt();

      // When / Then
      assertThatThrownBy(() -> registry.schema(1)).isInstanceOf(RegistryUnavailableException.class).hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private HttpSchemaRegistry client() {
    return new HttpSchemaRegistry(RegistryConfig.of(front.url().toString()), nanos::get);
  }
}
