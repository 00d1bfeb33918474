package io.labelstream.rollout.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsArtifactsTest {
  private static final char[] PASSWORD = "made-for-this-test".toCharArray();
  private static final String DIGEST = "0".repeat(64);
  private static final Duration SOON = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();
  private static final CountDownLatch ENDING = new CountDownLatch(1);
  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

  @TempDir private static Path folder;
  private static SSLContext trust;
  private static HttpsServer server;
  private static String origin;

  @BeforeAll
  static void start() throws Exception {
    trust = contextOfANewKey();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(trust));
    server.setExecutor(THREADS);
    origin = "https://localhost:" + server.getAddress().getPort();
    server.createContext("/", HttpsArtifactsTest::reply);
    server.start();
  }

  private static SSLContext contextOfANewKey() throws Exception {
    final Path store = folder.resolve("keys.p12");
    final Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "test", "-keyalg", "EC", "-dname", "CN=localhost",
                "-ext", "san=dns:localhost", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    final String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    final KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    final KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    final TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    final SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private static void reply(final HttpExchange exchange) throws IOException {
    final String path = exchange.getRequestURI().getPath();
    REQUESTS.add(path);
    try (exchange) {
      switch (path) {
        case "/models/model", "/models/signed" -> send(exchange, "contents".getBytes(StandardCharsets.UTF_8));
        case "/models/endless" -> sendForEver(exchange);
        case "/models/moved" -> redirect(exchange, "model");
        case "/models/away" -> redirect(exchange, "/elsewhere/model");
        case "/models/insecure" -> redirect(exchange, "http://localhost/models/model");
        case "/models/circle" -> redirect(exchange, "/models/circle");
        case "/models/slow" -> stall(exchange);
        case "/models/silent" -> await();
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static void send(final HttpExchange exchange, final byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void sendForEver(final HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    final byte[] block = new byte[1 << 14];
    while (ENDING.getCount() > 0) {
      exchange.getResponseBody().write(block);
    }
  }

  private static void redirect(final HttpExchange exchange, final String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    exchange.sendResponseHeaders(302, -1);
  }

  private static void stall(final HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 8);
    exchange.getResponseBody().write('c');
    exchange.getResponseBody().flush();
    await();
  }

  private static void await() throws IOException {
    try {
      ENDING.await();
    } catch (final InterruptedException e) {
      throw new IOException(e);
    }
  }

  @AfterAll
  static void stop() {
    ENDING.countDown();
    server.stop(0);
    THREADS.shutdownNow();
  }

  private static HttpsArtifacts artifacts() {
    return HttpsArtifacts.below(List.of(origin + "/models/"), trust);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/models/model", "/models/moved", "/models/signed?token=secret"})
  void shouldFetchWhatIsBelowAnAllowedLocation(final String path) throws Exception {
    assertThat(new String(fetch(artifacts(), origin + path, 8, PATIENCE), StandardCharsets.UTF_8)).isEqualTo("contents");
  }

  @Test
  void shouldFetchOneByteMoreThanAnnouncedAtMost() throws Exception {
    assertThat(fetch(artifacts(), origin + "/models/endless", 100_000, PATIENCE)).hasSize(100_001);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "/elsewhere/model",
      "/models-too/model",
      "/models/../elsewhere/model",
      "/models/./model",
      "/models/%2e%2E/elsewhere/model",
      "/models/..%2felsewhere",
      "/models/%252e%252e/elsewhere",
      "/models/..;/elsewhere",
      "/models/model#part",
      "/models/mo del"
  })
  void shouldForbidOtherPathsWithoutAsking(final String path) throws Exception {
    final int before = REQUESTS.size();

    assertThat(rejection(artifacts(), origin + path).code()).isEqualTo(RejectionCode.LOCATION_FORBIDDEN);
    assertThat(REQUESTS).hasSize(before);
  }

  @Test
  void shouldForbidOtherHostsPortsAndSchemes() throws Exception {
    final int port = server.getAddress().getPort();

    for (final String location : List.of(
        "https://127.0.0.1:" + port + "/models/model",
        "https://localhost.example:" + port + "/models/model",
        "https://localhost/models/model",
        "http://localhost:" + port + "/models/model",
        "https://localhost:" + port + "@example/models/model",
        "https://user:secret@localhost:" + port + "/models/model",
        "https:/models/model")) {
      final Rejection rejection = rejection(artifacts(), location);
      assertThat(rejection.code()).as(location).isEqualTo(RejectionCode.LOCATION_FORBIDDEN);
      assertThat(rejection.detail()).doesNotContain("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/models/away", "/models/insecure"})
  void shouldNotFollowARedirectOffTheList(final String path) throws Exception {
    REQUESTS.clear();

    assertThat(rejection(artifacts(), origin + path).code()).isEqualTo(RejectionCode.LOCATION_FORBIDDEN);
    assertThat(REQUESTS).containsExactly(path);
  }

  @Test
  void shouldGiveUpRedirectsThatDoNotEnd() throws Exception {
    REQUESTS.clear();

    assertThat(rejection(artifacts(), origin + "/models/circle").code()).isEqualTo(RejectionCode.LOCATION_UNREADABLE);
    assertThat(REQUESTS).hasSize(4);
  }

  @Test
  void shouldNameHostAndStatusOnly() throws Exception {
    final Rejection rejection = rejection(artifacts(), origin + "/models/missing?token=secret");

    assertThat(rejection).isEqualTo(new Rejection(RejectionCode.LOCATION_UNREADABLE, "localhost replied 404, expected 200"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/models/slow", "/models/silent"})
  void shouldGiveUpAtTheDeadline(final String path) {
    final long start = System.nanoTime();

    final ArtifactException failure =
        catchThrowableOfType(ArtifactException.class, () -> fetch(artifacts(), origin + path, 8, Duration.ofMillis(300)));

    assertThat(failure.rejection()).isEqualTo(new Rejection(RejectionCode.FETCH_TIMED_OUT, "localhost did not give all bytes in time"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  @Test
  void shouldNotReadFromAServerWhoseCertificateIsNotTrusted() throws Exception {
    final Rejection rejection = rejection(HttpsArtifacts.below(List.of(origin + "/models")), origin + "/models/model");

    assertThat(rejection.code()).isEqualTo(RejectionCode.LOCATION_UNREADABLE);
    assertThat(rejection.detail()).startsWith("localhost cannot be read: SSL");
  }

  @Test
  void shouldSayThatNobodyAnswers() throws Exception {
    final int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    final String nowhere = "https://localhost:" + free;

    assertThat(rejection(HttpsArtifacts.below(List.of(nowhere), trust), nowhere + "/model"))
        .isEqualTo(new Rejection(RejectionCode.LOCATION_UNREADABLE, "localhost cannot be read: ConnectException"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://host/models", "https:/models", "https://host/models?x", "https://user@host/models", "https://host/a/../b", "models"})
  void shouldRefuseAnAllowedLocationThatIsNone(final String prefix) {
    assertThatThrownBy(() -> HttpsArtifacts.below(List.of(prefix))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(prefix);
  }

  private static byte[] fetch(final HttpsArtifacts artifacts, final String location, final long bytes, final Duration patience) throws Exception {
    final Path file = Files.createTempFile(folder, "target", "");
    try (FileChannel target = FileChannel.open(file, StandardOpenOption.WRITE)) {
      artifacts.fetch(new ArtifactReference(location, bytes, DIGEST), target, System.nanoTime() + patience.toNanos());
    }
    return Files.readAllBytes(file);
  }

  private static Rejection rejection(final HttpsArtifacts artifacts, final String location) {
    return catchThrowableOfType(ArtifactException.class, () -> fetch(artifacts, location, 8, PATIENCE)).rejection();
  }
}
