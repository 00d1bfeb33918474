package io.labelstream.wire;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one request to one of the registry's servers and its answer back.
 *
 * <p>A server that does not answer in time, breaks the connection, or answers 408, 429 or 5xx is followed by the next one; when all have
 * been asked, they are asked again after a pause that doubles. Every other answer is left to the caller. Redirects are not followed,
 * and an answer is never read beyond {@value #LARGEST_ANSWER} bytes. Thread-safe.
 */
final class RegistryTransport implements AutoCloseable {
  static final int LARGEST_ANSWER = 8 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(RegistryTransport.class);
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int LONGEST_TEXT = 300;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final RegistryConfig config;
  private final HttpClient client;

  RegistryTransport(final RegistryConfig config) {
    this.config = config;
    final HttpClient.Builder builder = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(config.connectTimeout());
    config.tls().ifPresent(tls -> builder.sslContext(tls.context()));
    config.proxy().ifPresent(proxy -> builder.proxy(ProxySelector.of(proxy)));
    this.client = builder.build();
  }

  /** A server's answer. */
  record Answer(int status, byte[] body, URI server) {}

  Answer get(final String path) {
    return ask(path, HttpRequest.newBuilder().GET());
  }

  Answer post(final String path, final byte[] body) {
    return ask(path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofByteArray(body)).header("Content-Type", MEDIA_TYPE));
  }

  private Answer ask(final String path, final HttpRequest.Builder request) {
    request.timeout(config.requestTimeout()).header("Accept", MEDIA_TYPE + ", application/json");
    config.credentials().authorization().ifPresent(value -> request.setHeader("Authorization", value));
    Duration pause = FIRST_PAUSE;
    IOException last = null;
    for (int attempt = 1; attempt <= config.attempts(); attempt++) {
      if (attempt > 1) {
        pause(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
      }
      for (final URI server : config.urls()) {
        try {
          return once(server, request.uri(URI.create(server + path)).build());
        } catch (final IOException failed) {
          last = failed;
          LOG.atWarn().addKeyValue("server", server).addKeyValue("attempt", attempt).addKeyValue("attempts", config.attempts())
              .addKeyValue("cause", failed.getMessage()).log("schema registry does not answer");
        }
      }
    }
    throw new RegistryUnavailableException("schema registry at " + config.urls() + " gave no answer in " + config.attempts()
        + " attempts, last: " + (last == null ? "none" : last.getMessage()) + "; check the URL and that the registry is up", last);
  }

  private Answer once(final URI server, final HttpRequest request) throws IOException {
    // The request's own timeout ends with the headers; waiting on the future bounds the body too.
    final CompletableFuture<HttpResponse<byte[]>> future =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    try {
      final HttpResponse<byte[]> response = future.get(config.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
      final int status = response.statusCode();
      if (status >= 500 || status == 429 || status == 408) {
        throw new IOException("HTTP " + status);
      }
      return new Answer(status, response.body(), server);
    } catch (final TimeoutException late) {
      future.cancel(true);
      throw new IOException("no whole answer within " + config.requestTimeout().toMillis() + " ms", late);
    } catch (final ExecutionException failed) {
      throw new IOException(reason(failed.getCause()), failed.getCause());
    } catch (final InterruptedException interrupted) {
      future.cancel(true);
      throw interrupted(interrupted);
    }
  }

  /** The client quotes what is no answer, however much it is. */
  private static String reason(final Throwable cause) {
    final String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : cause.getClass().getSimpleName() + ": " + printable(message);
  }

  /** Text of unknown origin, made fit for one line of a log. */
  static String printable(final String text) {
    final String start = text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    return start.replaceAll("[\\p{Cntrl}\\x80-\\x9F]+", " ") + (start.length() < text.length() ? "…" : "");
  }

  private static void pause(final Duration longest) {
    // Half of the pause is random, so that the tasks of many instances do not come back all at once.
    final long millis = longest.toMillis();
    try {
      Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    } catch (final InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static RegistryUnavailableException interrupted(final InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new RegistryUnavailableException("interrupted while the schema registry was asked", cause);
  }

  /** Drops the requests under way; does not wait for servers. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
