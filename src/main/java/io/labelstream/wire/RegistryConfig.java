package io.labelstream.wire;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a schema registry is and how to ask it.
 *
 * @param urls the servers of one registry, in the order in which they are tried; a path is kept
 * @param credentials what is sent with each request
 * @param connectTimeout the longest wait for a connection
 * @param requestTimeout the longest wait for one whole answer
 * @param attempts how many times each server is asked before the registry counts as unavailable, at least 1
 * @param tls for servers with https; empty: what the JVM trusts, and no certificate of the client's own
 * @param proxy the HTTP proxy on the way; empty: none
 */
public record RegistryConfig(
    List<URI> urls, RegistryCredentials credentials, Duration connectTimeout, Duration requestTimeout, int attempts, Optional<RegistryTls> tls,
    Optional<InetSocketAddress> proxy) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
  private static final int ATTEMPTS = 5;

  public RegistryConfig {
    urls = List.copyOf(urls);
    Objects.requireNonNull(credentials);
    Objects.requireNonNull(tls);
    Objects.requireNonNull(proxy);
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
    return of(split(urls).map(RegistryConfig::parse).map(RegistryConfig::checked).toList(), new RegistryCredentials.None());
  }

  /**
   * As {@link #of(String)}, with the user and password that the first of the URLs holds, such as {@code https://user:password@registry.example}.
   *
   * @throws IllegalArgumentException if none holds any, or one of them is not an absolute http or https URL
   */
  public static RegistryConfig withCredentialsIn(final String urls) {
    final List<URI> given = split(urls).map(RegistryConfig::parse).toList();
    final String userInfo = given.stream().map(URI::getUserInfo).filter(Objects::nonNull).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("registry URL holds no credentials, such as https://user:password@registry.example"));
    return of(given.stream().map(RegistryConfig::withoutUserInfo).map(RegistryConfig::checked).toList(), new RegistryCredentials.Basic(userInfo));
  }

  private static RegistryConfig of(final List<URI> urls, final RegistryCredentials credentials) {
    return new RegistryConfig(urls, credentials, CONNECT_TIMEOUT, REQUEST_TIMEOUT, ATTEMPTS, Optional.empty(), Optional.empty());
  }

  /** The same registry with other credentials. */
  public RegistryConfig with(final RegistryCredentials other) {
    return new RegistryConfig(urls, other, connectTimeout, requestTimeout, attempts, tls, proxy);
  }

  /** The same registry, asked with other patience. */
  public RegistryConfig with(final Duration otherConnectTimeout, final Duration otherRequestTimeout, final int otherAttempts) {
    return new RegistryConfig(urls, credentials, otherConnectTimeout, otherRequestTimeout, otherAttempts, tls, proxy);
  }

  /** The same registry over other TLS. */
  public RegistryConfig with(final RegistryTls other) {
    return new RegistryConfig(urls, credentials, connectTimeout, requestTimeout, attempts, Optional.of(other), proxy);
  }

  /** The same registry behind an HTTP proxy. */
  public RegistryConfig with(final InetSocketAddress other) {
    return new RegistryConfig(urls, credentials, connectTimeout, requestTimeout, attempts, tls, Optional.of(other));
  }

  private static Stream<String> split(final String urls) {
    return Arrays.stream(urls.split(",")).map(String::strip).filter(url -> !url.isEmpty());
  }

  private static URI parse(final String text) {
    try {
      return new URI(text);
    } catch (final URISyntaxException malformed) {
      // Neither the text nor the cause is passed on: they may contain a password.
      throw new IllegalArgumentException("registry URL is malformed at character " + malformed.getIndex()
          + "; give one such as http://localhost:8081");
    }
  }

  private static URI withoutUserInfo(final URI url) {
    return url.getRawUserInfo() == null ? url : URI.create(url.toString().replace("//" + url.getRawUserInfo() + "@", "//"));
  }

  private static URI checked(final URI url) {
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
