package io.labelstream.observe;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves pages by exact path to GET and HEAD. Answers from the moment it is made until {@link #close()}. Thread-safe.
 *
 * <p>A connection has one request and a limited time for it, response included; there is a limited number of them, and a new one takes the place of the
 * oldest. So clients that do not finish what they begin hold neither descriptors nor threads that a probe needs.
 */
final class ObservationServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObservationServer.class);
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final int MOST_CONNECTIONS = 64;
  /** As long as Prometheus waits by default. */
  private static final Duration CONNECTION_TIME = Duration.ofSeconds(10);
  /** The server itself takes a few; beyond those there is one for each connection. */
  private static final int MOST_THREADS = MOST_CONNECTIONS + 8;

  private final Server server;
  private final URI url;

  private ObservationServer(final Server server, final URI url) {
    this.server = server;
    this.url = url;
  }

  /**
   * Listens and serves.
   *
   * @param host the address to listen on
   * @param port 0: any free one
   * @param pages the pages, by path
   * @throws BindException if the port is in use, or the host is not an address of this machine
   * @throws IOException if it cannot listen for another reason
   */
  static ObservationServer start(final String host, final int port, final Map<String, Page> pages) throws IOException {
    return start(host, port, pages, CONNECTION_TIME);
  }

  /** Serves with another limit of time for a connection. */
  static ObservationServer start(final String host, final int port, final Map<String, Page> pages, final Duration connectionTime) throws IOException {
    final InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IOException("the host name " + host + " has no address");
    }
    final Server server = new Server(threads());
    // A signal stops the pipeline, which closes this.
    server.setStopAtShutdown(false);
    server.setHandler(new Pages(pages));
    final ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
    connector.addBean(new Admission(MOST_CONNECTIONS, connectionTime, connector.getScheduler()));
    server.addConnector(connector);
    final ServerSocketChannel channel = listen(address);
    try {
      connector.open(channel);
      server.start();
    } catch (final Exception failure) {
      channel.close();
      throw new IOException(failure.getMessage(), failure);
    }
    final String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return new ObservationServer(server, URI.create("http://" + literal + ":" + connector.getLocalPort()));
  }

  private static QueuedThreadPool threads() {
    final QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 2);
    threads.setName("labelstream-http");
    threads.setDaemon(true);
    return threads;
  }

  private static HttpConfiguration http() {
    final HttpConfiguration http = new HttpConfiguration();
    http.setPersistentConnectionsEnabled(false);
    http.setSendServerVersion(false);
    return http;
  }

  private static ServerSocketChannel listen(final InetSocketAddress address) throws IOException {
    final ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return channel.bind(address, MOST_CONNECTIONS);
    } catch (final IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  /** The address on which it listens, with the port that was chosen where any would do. */
  URI url() {
    return url;
  }

  /** Stops listening and frees the port. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (final Exception failure) {
      LOG.atWarn().setCause(failure).log("the server of health and metrics did not stop as it should");
    }
  }

  /** The pages as the server asks for them. */
  private static final class Pages extends Handler.Abstract {
    private final Map<String, Page> pages;

    private Pages(final Map<String, Page> pages) {
      this.pages = Map.copyOf(pages);
    }

    @Override
    public boolean handle(final Request request, final Response response, final Callback callback) {
      final Answer answer = answer(request);
      response.setStatus(answer.status());
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
      response.getHeaders().put("X-Content-Type-Options", "nosniff");
      if (answer.status() == Answer.METHOD_NOT_ALLOWED) {
        response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      }
      response.write(true, ByteBuffer.wrap(answer.body()), callback);
      return true;
    }

    private Answer answer(final Request request) {
      final String path = Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
      final Page page = pages.get(path);
      if (page == null) {
        return Answer.text(Answer.NOT_FOUND, "not found; there are " + String.join(", ", pages.keySet().stream().sorted().toList()) + "\n");
      }
      if (!METHODS.contains(request.getMethod())) {
        return Answer.text(Answer.METHOD_NOT_ALLOWED, "only GET and HEAD\n");
      }
      try {
        return page.answer(
            Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""),
            Optional.ofNullable(request.getHeaders().get(HttpHeader.ACCEPT)).orElse(""));
      } catch (final IOException | RuntimeException failure) {
        LOG.atWarn().addKeyValue("path", path).setCause(failure).log("a page could not be made");
        return Answer.text(Answer.FAILED, "the page could not be made; the log tells why\n");
      }
    }
  }
}
