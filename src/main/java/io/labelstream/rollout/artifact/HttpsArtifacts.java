package io.labelstream.rollout.artifact;

import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Reads {@code https:} locations below allowed ones. Thread-safe.
 *
 * <p>A redirect is followed only to a location that is allowed as well. A failure names host and status only: the rest of a location may be a secret, as in
 * signed URLs.
 */
public final class HttpsArtifacts implements ArtifactSource {
  private static final String SCHEME = "https";
  private static final int DEFAULT_PORT = 443;
  private static final int MOST_REDIRECTS = 3;
  private static final int OK = 200;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  /** Ways to write dots, slashes and percent signs that a server may decode and a comparison would not. */
  private static final List<String> DISGUISES = List.of("%2e", "%2f", "%5c", "%25", "\\", ";");

  private final List<Target> allowed;
  private final HttpClient client;

  private HttpsArtifacts(final List<String> prefixes, final HttpClient.Builder client) {
    this.allowed = prefixes.stream().map(HttpsArtifacts::allowedTarget).toList();
    this.client = client.followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECT_TIMEOUT).build();
  }

  /**
   * Reads artefacts below these locations.
   *
   * @param prefixes such as {@code https://models.example/team}: the same host and port, and this path or one below it
   * @throws IllegalArgumentException if one is not an {@code https:} URI of host and path
   */
  public static HttpsArtifacts below(final List<String> prefixes) {
    return new HttpsArtifacts(prefixes, HttpClient.newBuilder());
  }

  static HttpsArtifacts below(final List<String> prefixes, final SSLContext trust) {
    return new HttpsArtifacts(prefixes, HttpClient.newBuilder().sslContext(trust));
  }

  /** The part of a URI that is compared. The path has no slash at its end. */
  private record Target(String host, int port, String path) {
    boolean covers(final Target other) {
      return host.equals(other.host) && port == other.port && (other.path.equals(path) || other.path.startsWith(path + "/"));
    }
  }

  private static Target allowedTarget(final String prefix) {
    try {
      final URI uri = URI.create(prefix);
      if (uri.getRawQuery() == null) {
        return target(uri);
      }
    } catch (final ArtifactException | IllegalArgumentException malformed) {
      throw new IllegalArgumentException("the allowed location " + prefix + " is not of the form https://host/path", malformed);
    }
    throw new IllegalArgumentException("the allowed location " + prefix + " has a query, expected https://host/path");
  }

  private static Target target(final URI uri) throws ArtifactException {
    final String host = uri.getHost();
    if (!SCHEME.equalsIgnoreCase(uri.getScheme()) || host == null) {
      throw forbidden("expected https://host/path");
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw forbidden(host + ": expected no user and no fragment in it");
    }
    final String raw = uri.getRawPath().toLowerCase(Locale.ROOT);
    if (DISGUISES.stream().anyMatch(raw::contains) || List.of(raw.split("/", -1)).stream().anyMatch(segment -> segment.equals(".") || segment.equals(".."))) {
      throw forbidden(host + ": expected a path without . and .. and without encoded dots, slashes and percent signs");
    }
    final String path = uri.getPath();
    return new Target(
        host.toLowerCase(Locale.ROOT), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(), path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  private void requireAllowed(final URI uri) throws ArtifactException {
    final Target target = target(uri);
    if (allowed.stream().noneMatch(prefix -> prefix.covers(target))) {
      throw forbidden(target.host() + " is not allowed with this path");
    }
  }

  @Override
  public void fetch(final ArtifactReference reference, final FileChannel target, final long deadline)
      throws ArtifactException, IOException, InterruptedException {
    URI uri = uri(reference.location());
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      requireAllowed(uri);
      final HttpResponse<Long> response = request(uri, reference.bytes(), target, deadline);
      if (response.statusCode() == OK) {
        return;
      }
      if (!REDIRECTS.contains(response.statusCode())) {
        throw unreadable(uri.getHost() + " replied " + response.statusCode() + ", expected " + OK);
      }
      final URI from = uri;
      uri = from.resolve(uri(response.headers().firstValue("location").orElseThrow(() -> unreadable(from.getHost() + " redirects to nowhere"))));
    }
    throw unreadable(uri.getHost() + " is where more than " + MOST_REDIRECTS + " redirects lead");
  }

  private HttpResponse<Long> request(final URI uri, final long bytes, final FileChannel target, final long deadline)
      throws ArtifactException, IOException, InterruptedException {
    final long left = Math.max(deadline - System.nanoTime(), 1);
    final HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofNanos(left)).GET().build();
    final CompletableFuture<HttpResponse<Long>> response =
        client.sendAsync(request, head -> head.statusCode() == OK ? new ChannelBody(target, bytes + 1) : BodySubscribers.replacing(0L));
    try {
      return response.get(left, TimeUnit.NANOSECONDS);
    } catch (final TimeoutException late) {
      throw timedOut(uri);
    } catch (final ExecutionException failure) {
      switch (failure.getCause()) {
        case ChannelBody.TargetException unwritable -> throw unwritable.failure();
        case HttpTimeoutException _ -> throw timedOut(uri);
        case IOException unavailable -> throw unreadable(uri.getHost() + " cannot be read: " + unavailable.getClass().getSimpleName());
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException("an unexpected failure of the HTTP client", failure);
      }
    } finally {
      // Ends the exchange if it is still under way.
      response.cancel(true);
    }
  }

  private static URI uri(final String location) throws ArtifactException {
    try {
      return URI.create(location);
    } catch (final IllegalArgumentException malformed) {
      throw forbidden("expected https://host/path, percent-encoded");
    }
  }

  private static ArtifactException timedOut(final URI uri) {
    return new ArtifactException(new Rejection(RejectionCode.FETCH_TIMED_OUT, uri.getHost() + " did not give all bytes in time"));
  }

  private static ArtifactException forbidden(final String detail) {
    return new ArtifactException(new Rejection(RejectionCode.LOCATION_FORBIDDEN, detail));
  }

  private static ArtifactException unreadable(final String detail) {
    return new ArtifactException(new Rejection(RejectionCode.LOCATION_UNREADABLE, detail));
  }
}
