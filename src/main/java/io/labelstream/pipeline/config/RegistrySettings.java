package io.labelstream.pipeline.config;

import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import io.labelstream.wire.HttpSchemaRegistry;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.RegistryCredentials;
import io.labelstream.wire.RegistryTls;
import io.labelstream.wire.SchemaRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.utils.Utils;

/**
 * How to reach a schema registry, checked: by the built-in client, or by a custom class. Immutable; prints no secret.
 *
 * <p>A class that implements {@link Configurable} is given, before anything is asked of it, what is set of the keys that Confluent's clients
 * have too, by the names that they have there, and what follows {@link RegistryKeys#CLIENT_PREFIX}.
 */
public final class RegistrySettings {
  private final Optional<RegistryConfig> http;
  private final String className;
  private final Map<String, String> forClass;

  private RegistrySettings(final Optional<RegistryConfig> http, final String className, final Map<String, String> forClass) {
    this.http = http;
    this.className = className;
    this.forClass = Map.copyOf(forClass);
  }

  /**
   * The registry that some properties name, among others that are about something else.
   *
   * @param properties keys as {@link RegistryKeys#keyOf} knows them, and {@code sasl.jaas.config} for credentials that are to be inherited
   * @throws StartupException with {@link StartupFailure#CONFIGURATION}, naming all that are wrong
   */
  public static RegistrySettings of(final Map<String, String> properties) throws StartupException {
    final Map<String, Object> values = new HashMap<>();
    final Map<String, String> client = new HashMap<>();
    final List<String> errors = new ArrayList<>();
    final Map<String, String> ours = RegistryKeys.inOurNames(properties, "the properties");
    for (final ConfigKey key : RegistryKeys.definitions().configKeys().values()) {
      try {
        final Object value = ours.containsKey(key.name) ? ConfigDef.parseType(key.name, ours.get(key.name), key.type) : key.defaultValue;
        if (key.validator != null) {
          key.validator.ensureValid(key.name, value);
        }
        values.put(key.name, value);
      } catch (final ConfigException invalid) {
        errors.add(invalid.getMessage());
      }
    }
    if (!errors.isEmpty()) {
      throw wrong(String.join("; ", errors));
    }
    ours.forEach((key, value) -> {
      if (key.startsWith(RegistryKeys.CLIENT_PREFIX)) {
        client.put(key.substring(RegistryKeys.CLIENT_PREFIX.length()), value);
      }
    });
    return of(values, client, Optional.ofNullable(properties.get(SaslConfigs.SASL_JAAS_CONFIG)));
  }

  /**
   * @param values of all keys here, with their types
   * @param client settings that a custom class gets unchanged
   * @param jaas how the Kafka client logs in
   */
  static RegistrySettings of(final Map<String, Object> values, final Map<String, String> client, final Optional<String> jaas)
      throws StartupException {
    final String className = text(values, RegistryKeys.CLASS_CONFIG);
    if (!className.isBlank()) {
      return new RegistrySettings(Optional.empty(), className.strip(), forClass(values, client));
    }
    if (!client.isEmpty()) {
      throw wrong(RegistryKeys.CLIENT_PREFIX + new TreeMap<>(client).firstKey() + " goes to a class of your own: set " + RegistryKeys.CLASS_CONFIG);
    }
    try {
      final RegistryConfig config = config(values, jaas);
      return new RegistrySettings(Optional.of(config), "", Map.of());
    } catch (final IllegalArgumentException invalid) {
      throw wrong(invalid.getMessage());
    }
  }

  /** The settings of the client that is built in; empty where there is a custom class. */
  public Optional<RegistryConfig> http() {
    return http;
  }

  /**
   * A client, which asks nothing yet.
   *
   * @throws StartupException if the custom class cannot be used
   */
  public SchemaRegistry open() throws StartupException {
    return http.isPresent() ? new HttpSchemaRegistry(http.get()) : ownClass();
  }

  /** A client that gives up sooner, if it is the one that is built in. */
  public SchemaRegistry open(final Duration all, final int attempts) throws StartupException {
    if (http.isEmpty()) {
      return ownClass();
    }
    final Duration each = all.dividedBy((long) attempts * http.get().urls().size() * 2);
    return new HttpSchemaRegistry(http.get().with(each, each, attempts));
  }

  @Override
  public String toString() {
    return http.map(RegistryConfig::toString).orElse(className);
  }

  private SchemaRegistry ownClass() throws StartupException {
    final String what = RegistryKeys.CLASS_CONFIG + "=" + className;
    try {
      final SchemaRegistry registry = Utils.newInstance(className, SchemaRegistry.class);
      if (registry instanceof final Configurable configurable) {
        configurable.configure(forClass);
      }
      return registry;
    } catch (final ClassNotFoundException | LinkageError missing) {
      throw new StartupException(StartupFailure.CONFIGURATION, what + " cannot be loaded (" + missing.getClass().getSimpleName() + ": "
          + missing.getMessage() + "): put it, and what it needs, on the class path", missing);
    } catch (final ClassCastException | KafkaException unfit) {
      throw new StartupException(StartupFailure.CONFIGURATION, what + " cannot be used: expected a public " + SchemaRegistry.class.getName()
          + " with a public constructor without parameters (" + FailureLine.of(unfit) + ")", unfit);
    } catch (final RuntimeException refused) {
      // Its message may quote a secret that it was given.
      throw new StartupException(StartupFailure.CONFIGURATION, what + " does not take its settings: " + refused.getClass().getName(), refused);
    }
  }

  private static Map<String, String> forClass(final Map<String, Object> values, final Map<String, String> client) {
    final Map<String, String> settings = new HashMap<>();
    for (final String key : RegistryKeys.shared()) {
      final Object value = values.get(key);
      final String text = value instanceof final Password secret ? secret.value() : value.toString();
      if (!text.isEmpty() && isSet(key, values)) {
        settings.put(RegistryKeys.confluentsName(key), text);
      }
    }
    settings.putAll(client);
    return settings;
  }

  /** True if a key was set to a value that means something. Some defaults mean nothing by themselves, and another client might not know them. */
  private static boolean isSet(final String key, final Map<String, Object> values) {
    return switch (key) {
      case RegistryKeys.CREDENTIALS_SOURCE_CONFIG ->
          source(values) != RegistryKeys.CredentialsSource.USER_INFO || !secret(values, RegistryKeys.USER_INFO_CONFIG).isEmpty();
      case RegistryKeys.TOKEN_SOURCE_CONFIG -> !secret(values, RegistryKeys.TOKEN_CONFIG).isEmpty();
      case RegistryKeys.TRUSTSTORE_TYPE_CONFIG -> !text(values, RegistryKeys.TRUSTSTORE_LOCATION_CONFIG).isEmpty();
      case RegistryKeys.KEYSTORE_TYPE_CONFIG -> !text(values, RegistryKeys.KEYSTORE_LOCATION_CONFIG).isEmpty();
      case RegistryKeys.PROXY_PORT_CONFIG -> !text(values, RegistryKeys.PROXY_HOST_CONFIG).isEmpty();
      default -> true;
    };
  }

  private static RegistryConfig config(final Map<String, Object> values, final Optional<String> jaas) throws StartupException {
    final String url = text(values, RegistryKeys.URL_CONFIG);
    final RegistryConfig config = source(values) == RegistryKeys.CredentialsSource.URL
        ? RegistryConfig.withCredentialsIn(url)
        : RegistryConfig.of(url).with(credentials(values, jaas));
    final RegistryConfig reached = text(values, RegistryKeys.PROXY_HOST_CONFIG).isEmpty()
        ? config
        : config.with(InetSocketAddress.createUnresolved(
            text(values, RegistryKeys.PROXY_HOST_CONFIG), (Integer) values.get(RegistryKeys.PROXY_PORT_CONFIG)));
    return tls(values).map(reached::with).orElse(reached);
  }

  private static RegistryCredentials credentials(final Map<String, Object> values, final Optional<String> jaas) throws StartupException {
    final String userInfo = source(values) == RegistryKeys.CredentialsSource.SASL_INHERIT ? inherited(jaas) : secret(values, RegistryKeys.USER_INFO_CONFIG);
    final String token = secret(values, RegistryKeys.TOKEN_CONFIG);
    if (!userInfo.isEmpty() && !token.isEmpty()) {
      throw wrong("both " + RegistryKeys.USER_INFO_CONFIG + " and " + RegistryKeys.TOKEN_CONFIG + " are set: leave one of them");
    }
    if (!userInfo.isEmpty()) {
      return new RegistryCredentials.Basic(userInfo);
    }
    return token.isEmpty() ? new RegistryCredentials.None() : new RegistryCredentials.Bearer(token);
  }

  private static String inherited(final Optional<String> jaas) throws StartupException {
    final String needed = RegistryKeys.CREDENTIALS_SOURCE_CONFIG + "=" + RegistryKeys.CredentialsSource.SASL_INHERIT + " needs "
        + SaslConfigs.SASL_JAAS_CONFIG + " with username and password";
    if (jaas.isEmpty()) {
      throw wrong(needed);
    }
    try {
      final JaasContext login = JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(jaas.get())));
      final String user = JaasContext.configEntryOption(login.configurationEntries(), "username", null);
      final String password = JaasContext.configEntryOption(login.configurationEntries(), "password", null);
      if (user != null && password != null) {
        return user + ":" + password;
      }
    } catch (final IllegalArgumentException malformed) {
      // Its message may quote the password.
      throw wrong(needed + ", and it is malformed");
    }
    throw wrong(needed);
  }

  private static Optional<RegistryTls> tls(final Map<String, Object> values) {
    final Map<String, String> settings = new HashMap<>();
    RegistryKeys.shared().stream().filter(key -> key.startsWith(RegistryKeys.PREFIX + "ssl.")).forEach(key -> {
      final Object value = values.get(key);
      final String text = value instanceof final Password secret ? secret.value() : value.toString();
      if (!text.isEmpty()) {
        settings.put(key.substring(RegistryKeys.PREFIX.length()), text);
      }
    });
    return settings.containsKey(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG) || settings.containsKey(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG)
        ? Optional.of(RegistryTls.of(settings))
        : Optional.empty();
  }

  private static RegistryKeys.CredentialsSource source(final Map<String, Object> values) {
    return RegistryKeys.CredentialsSource.valueOf(text(values, RegistryKeys.CREDENTIALS_SOURCE_CONFIG));
  }

  private static String text(final Map<String, Object> values, final String key) {
    return values.get(key).toString();
  }

  private static String secret(final Map<String, Object> values, final String key) {
    return ((Password) values.get(key)).value();
  }

  private static StartupException wrong(final String what) {
    return new StartupException(StartupFailure.CONFIGURATION, "the schema registry's settings are wrong: " + what);
  }
}
