package io.labelstream.wire;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** The servers that a client trusts over TLS, and the key by which it is known itself. Prints no secret. */
public final class RegistryTls {
  private final SSLContext context;

  private RegistryTls(final SSLContext context) {
    this.context = Objects.requireNonNull(context);
  }

  /**
   * From the settings that Kafka's clients have for the same, such as {@code ssl.truststore.location}, whose files are read here.
   *
   * @throws IllegalArgumentException if a file cannot be read, or is not what its settings say
   */
  public static RegistryTls of(final Map<String, String> settings) {
    requireReadable(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, settings);
    requireReadable(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, settings);
    try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
      factory.configure(new ConfigDef().withClientSslSupport().parse(settings));
      return new RegistryTls(factory.sslContext());
    } catch (final KafkaException unusable) {
      throw new IllegalArgumentException("TLS cannot be set up: " + causes(unusable), unusable);
    }
  }

  SSLContext context() {
    return context;
  }

  /** Kafka would log a missing file before it says so. */
  private static void requireReadable(final String key, final Map<String, String> settings) {
    final Optional<Path> file = Optional.ofNullable(settings.get(key)).map(Path::of);
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw new IllegalArgumentException(key + "=" + file.get() + " is not a file that can be read");
    }
  }

  private static String causes(final Throwable failure) {
    final StringBuilder causes = new StringBuilder(String.valueOf(failure.getMessage()));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      causes.append(" (").append(cause.getClass().getSimpleName()).append(": ").append(cause.getMessage()).append(')');
    }
    return causes.toString();
  }

  @Override
  public String toString() {
    return "RegistryTls[***]";
  }
}
