package io.labelstream.pipeline.config;

import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * The keys of a configuration that are about the schema registry. {@code X_DOC} tells the meaning of {@code X_CONFIG}.
 *
 * <p>Those that Confluent's clients have too are also known by the names that they have there: see {@link #keyOf}.
 */
public final class RegistryKeys {
  /** All keys here start with this. */
  public static final String PREFIX = "labelstream.schema.registry.";

  public static final String URL_CONFIG = PREFIX + "url";
  public static final String URL_DOC =
      "Base URL of the schema registry (Confluent REST API), with its path if it has one; several with commas between, for fail-over. "
          + "Needed for Avro.";

  public static final String CREDENTIALS_SOURCE_CONFIG = PREFIX + "basic.auth.credentials.source";
  public static final String CREDENTIALS_SOURCE_DOC =
      "Where user and password for the registry's basic authentication come from: the key below, the URL, or the client's `kafka.sasl.jaas.config`.";

  public static final String USER_INFO_CONFIG = PREFIX + "basic.auth.user.info";
  public static final String USER_INFO_DOC = "`user:password` for the registry's basic authentication. Empty: none.";

  public static final String TOKEN_SOURCE_CONFIG = PREFIX + "bearer.auth.credentials.source";
  public static final String TOKEN_SOURCE_DOC =
      "Where the token for the registry's bearer authentication comes from: the key below. For other sources, name a class around Confluent's client as the "
          + "registry's class.";

  public static final String TOKEN_CONFIG = PREFIX + "bearer.auth.token";
  public static final String TOKEN_DOC = "Token for the registry's bearer authentication. Empty: none.";

  public static final String TRUSTSTORE_LOCATION_CONFIG = PREFIX + "ssl.truststore.location";
  public static final String TRUSTSTORE_LOCATION_DOC = "File with the certificates by which the registry is trusted. Empty: the JVM's own.";

  public static final String TRUSTSTORE_PASSWORD_CONFIG = PREFIX + "ssl.truststore.password";
  public static final String TRUSTSTORE_PASSWORD_DOC = "Password of that file. Empty: none.";

  public static final String TRUSTSTORE_TYPE_CONFIG = PREFIX + "ssl.truststore.type";
  public static final String TRUSTSTORE_TYPE_DOC = "Form of that file.";

  public static final String KEYSTORE_LOCATION_CONFIG = PREFIX + "ssl.keystore.location";
  public static final String KEYSTORE_LOCATION_DOC = "File with the key and certificate by which the registry knows this client. Empty: none.";

  public static final String KEYSTORE_PASSWORD_CONFIG = PREFIX + "ssl.keystore.password";
  public static final String KEYSTORE_PASSWORD_DOC = "Password of that file. Empty: none.";

  public static final String KEYSTORE_TYPE_CONFIG = PREFIX + "ssl.keystore.type";
  public static final String KEYSTORE_TYPE_DOC = "Form of that file.";

  public static final String KEY_PASSWORD_CONFIG = PREFIX + "ssl.key.password";
  public static final String KEY_PASSWORD_DOC = "Password of the key in that file. Empty: that of the file.";

  public static final String PROXY_HOST_CONFIG = PREFIX + "proxy.host";
  public static final String PROXY_HOST_DOC = "HTTP proxy on the way to the registry. Empty: none.";

  public static final String PROXY_PORT_CONFIG = PREFIX + "proxy.port";
  public static final String PROXY_PORT_DOC = "Port of that proxy.";

  public static final String AUTO_REGISTER_CONFIG = PREFIX + "auto.register";
  public static final String AUTO_REGISTER_DOC = "Register the output's schema under `<output topic>-value`. Off: it must be there.";

  public static final String CLASS_CONFIG = PREFIX + "class";
  public static final String CLASS_DOC =
      "Class of your own that asks the registry, such as one around Confluent's client: an `io.labelstream.wire.SchemaRegistry` with a constructor "
          + "without parameters. Empty: the client that is built in.";

  /** The rest of a key that starts with this goes to the custom class unchanged. */
  public static final String CLIENT_PREFIX = PREFIX + "client.";

  /** Where user and password come from, by Confluent's names. */
  enum CredentialsSource {
    USER_INFO,
    URL,
    SASL_INHERIT
  }

  /** The only source of a token. */
  static final String STATIC_TOKEN = "STATIC_TOKEN";

  private static final String CONFLUENT_PREFIX = "schema.registry.";
  /** Confluent's clients know these without a prefix too. */
  private static final List<String> KNOWN_WITHOUT_PREFIX = List.of("basic.auth.", "bearer.auth.", "proxy.");
  private static final Set<String> OURS_ALONE = Set.of(AUTO_REGISTER_CONFIG, CLASS_CONFIG);
  private static final List<String> STORE_TYPES = List.of("JKS", "PKCS12", "PEM");
  private static final Set<String> NAMES = definitions().names();
  private static final Map<String, String> KEYS_BY_CONFLUENTS_NAME = keysByConfluentsName();

  private RegistryKeys() {}

  /** These keys alone. */
  static ConfigDef definitions() {
    final ConfigDef keys = new ConfigDef();
    define(keys);
    return keys;
  }

  static void define(final ConfigDef keys) {
    keys.define(URL_CONFIG, Type.STRING, "", Importance.HIGH, URL_DOC)
        .define(CREDENTIALS_SOURCE_CONFIG, Type.STRING, CredentialsSource.USER_INFO.name(),
            ConfigKeys.oneOf(List.of(CredentialsSource.USER_INFO.name(), CredentialsSource.URL.name(), CredentialsSource.SASL_INHERIT.name())),
            Importance.LOW, CREDENTIALS_SOURCE_DOC)
        .define(USER_INFO_CONFIG, Type.PASSWORD, "", Importance.MEDIUM, USER_INFO_DOC)
        .define(TOKEN_SOURCE_CONFIG, Type.STRING, STATIC_TOKEN, ConfigKeys.oneOf(List.of(STATIC_TOKEN)), Importance.LOW, TOKEN_SOURCE_DOC)
        .define(TOKEN_CONFIG, Type.PASSWORD, "", Importance.MEDIUM, TOKEN_DOC)
        .define(TRUSTSTORE_LOCATION_CONFIG, Type.STRING, "", Importance.MEDIUM, TRUSTSTORE_LOCATION_DOC)
        .define(TRUSTSTORE_PASSWORD_CONFIG, Type.PASSWORD, "", Importance.MEDIUM, TRUSTSTORE_PASSWORD_DOC)
        .define(TRUSTSTORE_TYPE_CONFIG, Type.STRING, "JKS", ConfigKeys.oneOf(STORE_TYPES), Importance.LOW, TRUSTSTORE_TYPE_DOC)
        .define(KEYSTORE_LOCATION_CONFIG, Type.STRING, "", Importance.MEDIUM, KEYSTORE_LOCATION_DOC)
        .define(KEYSTORE_PASSWORD_CONFIG, Type.PASSWORD, "", Importance.MEDIUM, KEYSTORE_PASSWORD_DOC)
        .define(KEYSTORE_TYPE_CONFIG, Type.STRING, "JKS", ConfigKeys.oneOf(STORE_TYPES), Importance.LOW, KEYSTORE_TYPE_DOC)
        .define(KEY_PASSWORD_CONFIG, Type.PASSWORD, "", Importance.MEDIUM, KEY_PASSWORD_DOC)
        .define(PROXY_HOST_CONFIG, Type.STRING, "", Importance.LOW, PROXY_HOST_DOC)
        .define(PROXY_PORT_CONFIG, Type.INT, 3128, Range.between(1, ConfigKeys.MOST_PORTS), Importance.LOW, PROXY_PORT_DOC)
        .define(AUTO_REGISTER_CONFIG, Type.STRING, ConfigKeys.SWITCH_ON, ConfigKeys.onOrOff(), Importance.MEDIUM, AUTO_REGISTER_DOC)
        .define(CLASS_CONFIG, Type.STRING, "", Importance.LOW, CLASS_DOC);
  }

  /**
   * The key here that somebody means: the key itself, or that of Confluent's name for it, such as {@code schema.registry.url}, {@code
   * basic.auth.user.info} and {@code schema.registry.ssl.truststore.location}. Empty if it has nothing to do with the registry.
   */
  public static Optional<String> keyOf(final String key) {
    return NAMES.contains(key) || key.startsWith(CLIENT_PREFIX) ? Optional.of(key) : Optional.ofNullable(KEYS_BY_CONFLUENTS_NAME.get(key));
  }

  /**
   * Settings of one origin, with keys as here in the place of other names for the same; those that are about something else stay as they are.
   *
   * @throws StartupException if a key is set by two of its names, to different values
   */
  public static Map<String, String> inOurNames(final Map<String, String> settings, final String origin) throws StartupException {
    final Map<String, String> ours = new TreeMap<>();
    for (final Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
      final String key = keyOf(setting.getKey()).orElse(setting.getKey());
      final String before = ours.put(key, setting.getValue());
      if (before != null && !before.equals(setting.getValue())) {
        throw new StartupException(StartupFailure.CONFIGURATION,
            setting.getKey() + " and another name of " + key + " differ: leave one of them (" + origin + ")");
      }
    }
    return ours;
  }

  /** The name that Confluent's clients have for a key that they have too. */
  static String confluentsName(final String key) {
    final String name = key.substring(PREFIX.length());
    return KNOWN_WITHOUT_PREFIX.stream().anyMatch(name::startsWith) ? name : CONFLUENT_PREFIX + name;
  }

  /** Those keys that Confluent's clients have too. */
  static Set<String> shared() {
    return NAMES.stream().filter(key -> !OURS_ALONE.contains(key)).collect(Collectors.toUnmodifiableSet());
  }

  private static Map<String, String> keysByConfluentsName() {
    final Map<String, String> keys = new HashMap<>();
    for (final String key : shared()) {
      keys.put(confluentsName(key), key);
      keys.put(CONFLUENT_PREFIX + key.substring(PREFIX.length()), key);
    }
    return Map.copyOf(keys);
  }
}
