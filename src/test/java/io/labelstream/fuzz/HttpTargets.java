package io.labelstream.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.labelstream.embedded.EmbeddedSchemaRegistry;
import io.labelstream.fuzz.FuzzTarget.Bound;
import io.labelstream.fuzz.FuzzTarget.Bound.Threads;
import io.labelstream.fuzz.FuzzTarget.Reader;
import io.labelstream.observe.ServedPages;
import io.labelstream.wire.AvroTextDecoder;
import io.labelstream.wire.HttpSchemaRegistry;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.RegistryException;
import io.labelstream.wire.TextSlice;
import io.labelstream.wire.UndecodableValueException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Requests to our servers, byte by byte, and the answers of a registry. Servers live as long as the JVM. */
final class HttpTargets {
  private static final Bound REQUESTS = new Bound(256, 8 << 20, Threads.ALL);
  private static final int PATIENCE_MILLIS = 300_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String SCHEMA = "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Event\\\",\\\"fields\\\":[{\\\"name\\\":\\\"text\\\",\\\"type\\\":\\\"string\\\"}]}";
  private static final byte[] VALUE = {0, 0, 0, 0, 7, 4, 'h', 'i'};

  private HttpTargets() {}

  static List<FuzzTarget> all() throws IOException {
    final URI pages = ServedPages.start().url();
    final URI registry = EmbeddedSchemaRegistry.start(0).url();
    return List.of(
        FuzzTarget.of("http-pages", pages(), REQUESTS, request -> status(pages, request), List.of(SocketException.class)),
        FuzzTarget.of("http-registry", registrations(), REQUESTS, request -> status(registry, request), List.of(SocketException.class)),
        FuzzTarget.of("registry-answers", answers(), REQUESTS, new Answers()::read, List.of(RegistryException.class, UndecodableValueException.class)));
  }

  private static List<byte[]> pages() {
    return List.of(utf8("GET /readyz?verbose HTTP/1.1\r\nHost: a\r\nAccept: text/plain\r\n\r\n"), utf8("GET /metrics HTTP/1.0\r\nAccept: application/openmetrics-text\r\n\r\n"),
        utf8("HEAD /models?slot=language HTTP/1.1\r\nHost: a\r\nAccept: text/html;q=0.9,*/*;q=0.8\r\n\r\n"));
  }

  private static List<byte[]> registrations() {
    final String body = "{\"schema\":\"" + SCHEMA + "\"}";
    final String head = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    return List.of(utf8("POST /subjects/texts-value/versions" + head), utf8("POST /subjects/texts-value" + head),
        utf8("POST /compatibility/subjects/texts-value/versions/latest" + head),
        utf8("GET /subjects/texts%2Dvalue/versions/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
        utf8("GET /schemas/ids/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
  }

  /** Sends a request and nothing else, and reads the answer to its end. A server that fails tells so by its status. */
  private static String status(final URI server, final byte[] request) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
      // Otherwise the system keeps the port for a minute, and runs out of them.
      socket.setSoLinger(true, 0);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      final String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      final String status = answer.length() < 12 ? "closed" : answer.substring(9, 12);
      if (status.startsWith("5") && !List.of("501", "503", "505").contains(status)) {
        throw new IllegalStateException("the server failed: " + answer.lines().findFirst().orElse(""));
      }
      return status.equals("200") ? Reader.ACCEPTED : status;
    }
  }

  private static List<byte[]> answers() {
    return List.of(
        utf8("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"schema\":\"" + SCHEMA + "\"}"),
        utf8("HTTP/1.1 200 OK\r\n\r\n{\"schemaType\":\"AVRO\",\"references\":[],\"schema\":\"\\\"string\\\"\"}"));
  }

  /** A registry that answers every request with the input, and a client that decodes a value by what it gets. */
  private static final class Answers {
    private final ServerSocket server;
    private volatile byte[] answer = {};

    Answers() throws IOException {
      server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
      while (true) {
        try (Socket socket = server.accept()) {
          final InputStream in = socket.getInputStream();
          int line = 0;
          for (int next = in.read(); next >= 0 && !(next == '\n' && line == 0); next = in.read()) {
            line = next == '\n' ? 0 : next == '\r' ? line : line + 1;
          }
          socket.getOutputStream().write(answer);
        } catch (final SocketException closed) {
          // The client has read enough.
          continue;
        } catch (final IOException failure) {
          throw new UncheckedIOException(failure);
        }
      }
    }

    String read(final byte[] input) throws UndecodableValueException {
      answer = input;
      final Logger log = (Logger) LoggerFactory.getLogger("io.labelstream.wire.RegistryTransport");
      log.setLevel(Level.OFF);
      final URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());
      try (HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistryConfig.of(url.toString()).with(PATIENCE, PATIENCE, 1))) {
        new AvroTextDecoder(registry).decode(VALUE, new TextSlice());
      } finally {
        log.setLevel(null);
      }
      return Reader.ACCEPTED;
    }
  }

  private static byte[] utf8(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
