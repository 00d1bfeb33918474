package io.labelstream.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves pages by exact path to GET and HEAD, each request on a virtual thread of its own. Answers from the moment it is made until {@link #close()}.
 * Thread-safe.
 */
final class ObservationServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObservationServer.class);
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private final HttpServer server;
  private final ExecutorService executor;
  private final Map<String, Page> pages;
  private final String host;

  private ObservationServer(final HttpServer server, final String host, final Map<String, Page> pages) {
    this.server = server;
    this.host = host;
    this.pages = Map.copyOf(pages);
    this.executor = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("labelstream-http-", 0).factory());
    server.setExecutor(executor);
    // The server matches by prefix; which path it is, is decided exactly, below.
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * Listens and serves.
   *
   * @param host the address to listen on
   * @param port 0: any free one
   * @param pages what is served under each path
   * @throws BindException if the port is in use, or the host is not an address of this machine
   * @throws IOException if it cannot listen for another reason
   */
  static ObservationServer start(final String host, final int port, final Map<String, Page> pages) throws IOException {
    final InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IOException("the host name " + host + " has no address");
    }
    return new ObservationServer(HttpServer.create(address, 0), host, pages);
  }

  /** Where it listens, with the port that was chosen where any was asked for. */
  URI url() {
    final String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + server.getAddress().getPort());
  }

  /** Stops listening and frees the port. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(final HttpExchange exchange) throws IOException {
    try (exchange) {
      final Answer answer = answer(exchange);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      if (answer.status() == Answer.METHOD_NOT_ALLOWED) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      }
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(answer.body().length));
        exchange.sendResponseHeaders(answer.status(), -1);
      } else {
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
      }
    }
  }

  private Answer answer(final HttpExchange exchange) {
    final String path = exchange.getRequestURI().getPath();
    final Page page = pages.get(path);
    if (page == null) {
      return Answer.text(Answer.NOT_FOUND, "not found; there are " + String.join(", ", pages.keySet().stream().sorted().toList()) + "\n");
    }
    if (!METHODS.contains(exchange.getRequestMethod())) {
      return Answer.text(Answer.METHOD_NOT_ALLOWED, "only GET and HEAD\n");
    }
    try {
      return page.answer(
          Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""),
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")).orElse(""));
    } catch (final IOException | RuntimeException failure) {
      LOG.atWarn().addKeyValue("path", path).setCause(failure).log("a page could not be made");
      return Answer.text(Answer.FAILED, "the page could not be made; the log tells why\n");
    }
  }
}
