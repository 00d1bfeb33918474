package io.labelstream.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.LogLines;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationServerTest {
  private static final String LOCAL = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch slow = new CountDownLatch(1);
  private ObservationServer server;

  @BeforeEach
  void start() throws Exception {
    server = ObservationServer.start(LOCAL, 0, Map.of(
        "/page", (query, accept) -> Answer.text(Answer.OK, "query=" + query + "\n"),
        "/unavailable", (query, accept) -> Answer.text(Answer.UNAVAILABLE, "no\n"),
        "/broken", (query, accept) -> {
          throw new IllegalStateException("the reason");
        },
        "/slow", (query, accept) -> {
          begun.countDown();
          await(slow);
          return Answer.text(Answer.OK, "slow\n");
        }));
  }

  @AfterEach
  void stop() {
    slow.countDown();
    server.close();
    client.close();
  }

  @Test
  void shouldAnswerThePageThatIsAskedFor() throws Exception {
    // When
    final HttpResponse<String> response = send("GET", "/page?verbose");

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("query=verbose\n");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
  }

  @Test
  void shouldGiveTheHeadWithoutTheBody() throws Exception {
    // When
    final HttpResponse<String> response = send("HEAD", "/page");

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValue("Content-Length")).hasValue("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "TRACE", "OPTIONS"})
  void shouldTakeNothingButGetAndHead(final String method) throws Exception {
    // When
    final HttpResponse<String> response = send(method, "/page");

    // Then
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/pages", "/page/", "/page/more", "/other"})
  void shouldNotFindOtherPaths(final String path) throws Exception {
    // When
    final HttpResponse<String> response = send("GET", path);

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("/page", "/unavailable");
  }

  @Test
  void shouldHandOnTheStatusOfAPage() throws Exception {
    assertThat(send("GET", "/unavailable").statusCode()).isEqualTo(503);
  }

  @Test
  void shouldLogWhyAPageCannotBeMadeAndKeepItToItself() throws Exception {
    try (LogLines log = LogLines.capture()) {
      // When
      final HttpResponse<String> response = send("GET", "/broken");

      // Then
      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).doesNotContain("the reason");
      assertThat(log.lines()).singleElement().asString().contains("/broken", "the reason");
    }
  }

  @Test
  void shouldAnswerWhileAnotherRequestTakesItsTime() throws Exception {
    // Given
    final var pending = client.sendAsync(request("GET", "/slow"), HttpResponse.BodyHandlers.ofString());
    assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    // When
    final HttpResponse<String> response = send("GET", "/page");

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(pending).isNotDone();
    slow.countDown();
    assertThat(pending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("slow\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GET /page HTTP/1.1\r\nHost: localhost\r\n", "POST /page HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx"})
  void shouldAnswerWhileHundredsOfRequestsAreBegunAndNotFinished(final String begun) throws Exception {
    // Given
    final long before = descriptors();
    try (ObservationServer patient = ObservationServer.start(LOCAL, 0, Map.of("/page", (query, accept) -> Answer.text(Answer.OK, "ok\n")), PATIENCE);
        SlowClients clients = SlowClients.connect(patient.url(), 400, begun)) {
      // When
      final HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(patient.url().resolve("/page")).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());

      // Then
      assertThat(response.statusCode()).isEqualTo(200);
      Deadline.within(PATIENCE, "the server holds few descriptors beside those of the clients", () -> descriptors() - before - clients.count(),
          held -> held < 100);
    }
  }

  @Test
  void shouldCloseAConnectionWhoseTimeIsOverHoweverBusyItIs() throws Exception {
    // Given
    try (ObservationServer brief = ObservationServer.start(LOCAL, 0, Map.of(), Duration.ofMillis(200));
        Socket client = new Socket(LOCAL, brief.url().getPort())) {
      // When
      client.getOutputStream().write("GET /livez HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));

      // Then
      Deadline.within(PATIENCE, "the server takes no more of the request", () -> {
        try {
          client.getOutputStream().write('x');
          return "open";
        } catch (final IOException gone) {
          return "closed";
        }
      }, "closed"::equals);
    }
  }

  @Test
  void shouldCloseAConnectionThatDoesNotTakeItsResponseInTime() throws Exception {
    // Given
    final byte[] large = new byte[64 << 20];
    try (ObservationServer brief = ObservationServer.start(LOCAL, 0, Map.of("/large", (query, accept) -> new Answer(Answer.OK, "text/plain", large)),
        Duration.ofSeconds(2)); Socket client = new Socket()) {
      client.setReceiveBufferSize(4096);
      final long before = descriptors();
      client.connect(new InetSocketAddress(LOCAL, brief.url().getPort()));
      client.getOutputStream().write("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      // When
      client.getInputStream().read();

      // Then
      Deadline.within(PATIENCE, "the server has let go of the connection", ObservationServerTest::descriptors, now -> now <= before);
    }
  }

  @Test
  void shouldServeOneRequestAConnection() throws Exception {
    // When
    final HttpResponse<String> response = send("GET", "/page");

    // Then
    assertThat(response.headers().firstValue("Connection")).hasValue("close");
  }

  @Test
  void shouldRefuseAPortThatIsInUse() {
    assertThatThrownBy(() -> ObservationServer.start(LOCAL, server.url().getPort(), Map.of())).isInstanceOf(BindException.class);
  }

  @Test
  void shouldRefuseAHostWithoutAnAddress() {
    assertThatThrownBy(() -> ObservationServer.start("nowhere.invalid", 0, Map.of())).hasMessageContaining("nowhere.invalid");
  }

  @Test
  void shouldFreeThePortWhenItIsClosed() throws Exception {
    // Given
    final int port = server.url().getPort();

    // When
    server.close();

    // Then
    assertThatThrownBy(() -> send("GET", "/page")).isInstanceOf(ConnectException.class);
    try (ObservationServer next = ObservationServer.start(LOCAL, port, Map.of())) {
      assertThat(next.url()).isEqualTo(URI.create("http://127.0.0.1:" + port));
    }
  }

  private HttpResponse<String> send(final String method, final String path) throws Exception {
    return client.send(request(method, path), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(final String method, final String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(PATIENCE).method(method, HttpRequest.BodyPublishers.noBody()).build();
  }

  private static long descriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
  }

  private static void await(final CountDownLatch latch) {
    try {
      latch.await();
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
