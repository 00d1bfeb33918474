package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A registry that takes nobody in who does not show a certificate; one key serves for both sides. */
@Timeout(60)
class RegistryTlsTest {
  private static final String PASSWORD = "made-for-this-test";

  @TempDir private static Path folder;
  private static HttpsServer server;

  @BeforeAll
  static void start() throws Exception {
    final SSLContext context = contextOfANewKey();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context) {
      @Override
      public void configure(final HttpsParameters parameters) {
        final SSLParameters strict = context.getDefaultSSLParameters();
        strict.setNeedClientAuth(true);
        parameters.setSSLParameters(strict);
      }
    });
    server.createContext("/", exchange -> {
      final byte[] answer = "{\"schema\":\"\\\"string\\\"\"}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource({"keys.p12, PKCS12", "certificate.pem, PEM"})
  void shouldTrustByAFileAndShowItsOwnKey(final String truststore, final String type) {
    // Given
    final Map<String, String> settings = new HashMap<>(Map.of("ssl.truststore.location", file(truststore), "ssl.truststore.type", type,
        "ssl.keystore.location", file("keys.p12"), "ssl.keystore.password", PASSWORD, "ssl.keystore.type", "PKCS12"));
    if (!type.equals("PEM")) {
      settings.put("ssl.truststore.password", PASSWORD);
    }
    final RegistryTls tls = RegistryTls.of(settings);
    try (HttpSchemaRegistry registry = new HttpSchemaRegistry(once().with(tls))) {
      // When
      final SchemaRegistry.Lookup lookup = registry.schema(1);

      // Then
      assertThat(lookup).isEqualTo(new SchemaRegistry.Found(Schema.create(Schema.Type.STRING)));
    }
  }

  @Test
  void shouldNotTrustWhomItDoesNotKnow() {
    try (HttpSchemaRegistry registry = new HttpSchemaRegistry(once())) {
      assertThatThrownBy(() -> registry.schema(1)).isInstanceOf(RegistryUnavailableException.class).hasMessageContaining("SSLHandshakeException");
    }
  }

  @ParameterizedTest
  @CsvSource({
      "missing.p12, PKCS12, made-for-this-test, missing.p12 is not a file that can be read",
      "keys.p12, PKCS12, canary, password was incorrect",
      "keys.p12, JKS, canary, TLS cannot be set up",
      "keys.p12, PEM, '', TLS cannot be set up"})
  void shouldSayWhyAFileCannotBeUsed(final String truststore, final String type, final String password, final String expected) {
    final Map<String, String> settings = new HashMap<>(Map.of("ssl.truststore.location", file(truststore), "ssl.truststore.type", type));
    if (!password.isEmpty()) {
      settings.put("ssl.truststore.password", password);
    }

    assertThatThrownBy(() -> RegistryTls.of(settings)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected).hasMessageNotContaining("canary");
  }

  private static RegistryConfig once() {
    final RegistryConfig config = RegistryConfig.of("https://localhost:" + server.getAddress().getPort());
    return config.with(config.connectTimeout(), config.requestTimeout(), 1);
  }

  private static String file(final String name) {
    return folder.resolve(name).toString();
  }

  private static SSLContext contextOfANewKey() throws Exception {
    final Path store = folder.resolve("keys.p12");
    final Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "test", "-keyalg", "EC", "-dname", "CN=localhost",
                "-ext", "san=dns:localhost", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD)
            .redirectErrorStream(true)
            .start();
    final String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    final KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    Files.writeString(folder.resolve("certificate.pem"), "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(keys.getCertificate("test").getEncoded()) + "\n-----END CERTIFICATE-----\n");
    final KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    final TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    final SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
