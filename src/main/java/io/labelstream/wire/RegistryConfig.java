package io.labelstream.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Where a schema registry is and how to ask it.
 *
 * @param urls the servers of one registry, in the order in which they are tried; a path is kept
 * @param credentials what is sent with each request
 * @param connectTimeout the longest wait for a connection
 * @param requestTimeout the longest wait for one whole answer
 * @param attempts how many times each server is asked before the registry counts as unavailable, at least 1
 */
public record RegistryConfig(
    List<URI> urls, RegistryCredentials credentials, Duration connectTimeout, Duration requestTimeout, int attempts) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
  private static final int ATTEMPTS = 5;

  public RegistryConfig {
    urls = List.copyOf(urls);
    Objects.requireNonNull(credentials);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("no registry URL; give one such as http://localhost:8081");
    }
    requirePositive(connectTimeout, "connectTimeout");
    requirePositive(requestTimeout, "requestTimeout");
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts=" + attempts + " must be at least 1");
    }
  }

  /**
   * The registry at {@code urls}, separated by commas, without credentials and with the default patience: 5 s to connect, 5 s for an answer,
   * 5 attempts. One server that hangs so counts as unavailable in less than 30 s.
   *
   * @throws IllegalArgumentException if one of them is not an absolute http or https URL, or holds credentials, which would end up in logs
   */
  public static RegistryConfig of(final String urls) {
    final List<URI> parsed = Arrays.stream(urls.split(","))
        .map(String::strip)
        .filter(url -> !url.isEmpty())
        .map(RegistryConfig::url)
        .toList();
    return new RegistryConfig(parsed, new RegistryCredentials.None(), CONNECT_TIMEOUT, REQUEST_TIMEOUT, ATTEMPTS);
  }

  /** The same registry with other credentials. */
  public RegistryConfig with(final RegistryCredentials other) {
    return new RegistryConfig(urls, other, connectTimeout, requestTimeout, attempts);
  }

  /** The same registry, asked with other patience. */
  public RegistryConfig with(final Duration otherConnectTimeout, final Duration otherRequestTimeout, final int otherAttempts) {
    return new RegistryConfig(urls, credentials, otherConnectTimeout, otherRequestTimeout, otherAttempts);
  }

  private static URI url(final String text) {
    final URI url;
    try {
      url = new URI(text);
    } catch (final URISyntaxException malformed) {
      // Neither the text nor the cause is passed on: a password can stand in them.
      throw new IllegalArgumentException("registry URL is malformed at character " + malformed.getIndex()
          + "; give one such as http://localhost:8081");
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException("registry URL for host " + url.getHost()
          + " holds credentials; give them as basic authentication instead, which is kept out of logs");
    }
    if (!("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme())) || url.getHost() == null
        || url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException("registry URL is not one such as http://localhost:8081 or https://registry.example/path");
    }
    final String spelled = url.toString();
    return URI.create(spelled.endsWith("/") ? spelled.substring(0, spelled.length() - 1) : spelled);
  }

  private static void requirePositive(final Duration value, final String name) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + "=" + value + " must be more than zero");
    }
  }
}
