package io.labelstream.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.topology.StartupException;
import io.labelstream.wire.RegistryCredentials;
import io.labelstream.wire.SchemaRegistry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.Configurable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsTest {
  private static final String JAAS = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"ann\" password=\"s3cret\";";

  @Test
  void shouldKnowConfluentsNames() throws StartupException {
    // When
    final RegistrySettings settings = RegistrySettings.of(Map.of(
        "schema.registry.url", "https://one,https://two", "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ann:s3cret",
        "proxy.host", "proxy.example", "proxy.port", "8080", "bootstrap.servers", "elsewhere:9092", "auto.register.schemas", "true"));

    // Then
    assertThat(settings.http()).hasValueSatisfying(http -> {
      assertThat(http.urls()).containsExactly(URI.create("https://one"), URI.create("https://two"));
      assertThat(http.credentials()).isEqualTo(new RegistryCredentials.Basic("ann:s3cret"));
      assertThat(http.proxy()).contains(InetSocketAddress.createUnresolved("proxy.example", 8080));
    });
    assertThat(settings).asString().doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer.auth.token", "schema.registry.bearer.auth.token", "labelstream.schema.registry.bearer.auth.token"})
  void shouldKnowAKeyByEachOfItsNames(final String key) throws StartupException {
    final RegistrySettings settings =
        RegistrySettings.of(Map.of("schema.registry.url", "http://one", key, "t0ken", "bearer.auth.credentials.source", "STATIC_TOKEN"));

    assertThat(settings.http().orElseThrow().credentials()).isEqualTo(new RegistryCredentials.Bearer("t0ken"));
  }

  @Test
  void shouldTakeCredentialsFromTheUrlWhenToldSo() throws StartupException {
    final RegistrySettings settings =
        RegistrySettings.of(Map.of("schema.registry.url", "https://ann:s3%40ret@one/path,https://two", "basic.auth.credentials.source", "URL"));

    assertThat(settings.http().orElseThrow().urls()).containsExactly(URI.create("https://one/path"), URI.create("https://two"));
    assertThat(settings.http().orElseThrow().credentials()).isEqualTo(new RegistryCredentials.Basic("ann:s3@ret"));
  }

  @Test
  void shouldInheritTheCredentialsOfTheKafkaClient() throws StartupException {
    final RegistrySettings settings = RegistrySettings.of(
        Map.of("schema.registry.url", "https://one", "basic.auth.credentials.source", "SASL_INHERIT", "sasl.jaas.config", JAAS));

    assertThat(settings.http().orElseThrow().credentials()).isEqualTo(new RegistryCredentials.Basic("ann:s3cret"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "basic.auth.credentials.source|SASL_INHERIT|sasl.jaas.config",
      "basic.auth.credentials.source|URL|holds no credentials",
      "basic.auth.credentials.source|NOWHERE|expected one of USER_INFO, URL, SASL_INHERIT",
      "bearer.auth.credentials.source|OAUTHBEARER|expected one of STATIC_TOKEN",
      "basic.auth.user.info|canary|user:password",
      "labelstream.schema.registry.url|http://other|leave one of them",
      "schema.registry.url|http://ann:canary@one|credentials",
      "schema.registry.ssl.truststore.location|/does/not/exist.jks|/does/not/exist.jks",
      "schema.registry.ssl.truststore.type|ZIP|expected one of JKS, PKCS12, PEM",
      "labelstream.schema.registry.client.a.b|c|labelstream.schema.registry.class",
      "proxy.port|0|proxy.port"})
  void shouldSayWhatIsWrongWithoutASecret(final String key, final String value, final String expected) {
    final Map<String, String> settings = new HashMap<>(Map.of("schema.registry.url", "http://one"));
    settings.put(key, value);

    assertThatThrownBy(() -> RegistrySettings.of(settings)).isInstanceOf(StartupException.class)
        .hasMessageContaining(expected).hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"username=\"ann\"", "username=\"ann\" password=\"canary"})
  void shouldSayThatALoginCannotBeInheritedWithoutQuotingIt(final String options) {
    final Map<String, String> settings = Map.of("schema.registry.url", "http://one", "basic.auth.credentials.source", "SASL_INHERIT",
        "sasl.jaas.config", "org.example.Module required " + options);

    assertThatThrownBy(() -> RegistrySettings.of(settings)).isInstanceOf(StartupException.class)
        .hasMessageContaining("sasl.jaas.config").hasMessageNotContaining("canary").hasNoCause();
  }

  @Test
  void shouldReadTheNamesOfConfluentInAConfigurationToo() throws StartupException {
    // Given
    final Map<String, String> settings = new HashMap<>(Map.of("labelstream.slot.default.model", "m.ftz", "labelstream.input.format", "avro",
        "schema.registry.url", "https://one", "basic.auth.credentials.source", "SASL_INHERIT", "kafka.sasl.jaas.config", JAAS));

    // When
    final PipelineConfig config = PipelineConfig.of(settings);

    // Then
    assertThat(config.registry().orElseThrow().http().orElseThrow().credentials()).isEqualTo(new RegistryCredentials.Basic("ann:s3cret"));
    assertThat(config.describe()).contains("labelstream.schema.registry.url=https://one")
        .contains("labelstream.schema.registry.basic.auth.credentials.source=SASL_INHERIT").doesNotContain("s3cret");
  }

  @Test
  void shouldGiveItsSettingsToAClassOfOnesOwn() throws StartupException {
    // Given
    final Map<String, String> settings = new HashMap<>(Map.of("labelstream.slot.default.model", "m.ftz", "labelstream.output.format", "avro",
        "labelstream.schema.registry.class", Own.class.getName(), "labelstream.schema.registry.url", "http://one",
        "labelstream.schema.registry.basic.auth.user.info", "ann:s3cret", "labelstream.schema.registry.ssl.truststore.location", "/t.jks",
        "labelstream.schema.registry.client.bearer.auth.issuer.endpoint.url", "http://issuer", "labelstream.schema.registry.client.secret", "s3cret"));
    final PipelineConfig config = PipelineConfig.of(settings);

    // When
    final SchemaRegistry registry = config.registry().orElseThrow().open();

    // Then
    assertThat(registry).isInstanceOfSatisfying(Own.class, own -> assertThat(own.settings).isEqualTo(Map.of(
        "schema.registry.url", "http://one", "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ann:s3cret",
        "schema.registry.ssl.truststore.location", "/t.jks", "schema.registry.ssl.truststore.type", "JKS",
        "bearer.auth.issuer.endpoint.url", "http://issuer", "secret", "s3cret")));
    assertThat(config.describe()).contains("labelstream.schema.registry.client.bearer.auth.issuer.endpoint.url=http://issuer")
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "org.example.Missing|put it, and what it needs, on the class path",
      "java.lang.String|expected a public io.labelstream.wire.SchemaRegistry",
      "io.labelstream.wire.SchemaRegistry|expected a public io.labelstream.wire.SchemaRegistry",
      "io.labelstream.pipeline.config.RegistrySettingsTest$Refusing|does not take its settings"})
  void shouldSayWhyAClassCannotBeUsed(final String name, final String expected) throws StartupException {
    final RegistrySettings settings = RegistrySettings.of(Map.of("labelstream.schema.registry.class", name, "basic.auth.user.info", "ann:canary"));

    assertThatThrownBy(settings::open).isInstanceOf(StartupException.class)
        .hasMessageContaining("labelstream.schema.registry.class=" + name).hasMessageContaining(expected).hasMessageNotContaining("canary");
  }

  /** Takes down what it is told. */
  public static class Own implements SchemaRegistry, Configurable {
    private Map<String, Object> settings = Map.of();

    @Override
    public void configure(final Map<String, ?> configs) {
      settings = Map.copyOf(configs);
    }

    @Override
    public Lookup schema(final int id) {
      return new Unusable("not asked");
    }

    @Override
    public int register(final String subject, final Schema schema) {
      return 1;
    }

    @Override
    public int idOf(final String subject, final Schema schema) {
      return 1;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  /** Takes nothing. */
  public static final class Refusing extends Own {
    @Override
    public void configure(final Map<String, ?> configs) {
      throw new IllegalStateException("refused " + configs);
    }
  }
}
