package io.labelstream.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A broker to which our clients come by TLS and with a password, and which checks their rights. The tests' own clients, and the broker itself, come by another
 * door, where everything is allowed.
 */
final class SecuredBroker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String KEYSTORE_PASSWORD = "made-for-the-broker";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int ITERATIONS = 4096;

  private final EmbeddedBroker broker;
  private final Admin admin;
  private final Path folder;
  private final int securedPort;

  private SecuredBroker(final EmbeddedBroker broker, final Path folder, final int securedPort) {
    this.broker = broker;
    this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    this.folder = folder;
    this.securedPort = securedPort;
  }

  /** Gives tests the one that all of them share; it is closed after the last test of the JVM. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context) {
      return parameter.getParameter().getType() == SecuredBroker.class;
    }

    @Override
    public SecuredBroker resolveParameter(final ParameterContext parameter, final ExtensionContext context) {
      return context.getRoot().getStore(ExtensionContext.Namespace.create(SecuredBroker.class))
          .computeIfAbsent(SecuredBroker.class, type -> start(), SecuredBroker.class);
    }

    private static SecuredBroker start() {
      try {
        return SecuredBroker.start(Files.createTempDirectory("labelstream-secured-"));
      } catch (final IOException failure) {
        throw new UncheckedIOException(failure);
      } catch (final InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }
  }

  /** Starts it with a key of its own, for 127.0.0.1 and not for localhost. */
  private static SecuredBroker start(final Path folder) throws IOException, InterruptedException {
    final Path keys = makeKey(folder);
    final int open = freePort();
    final int secured = freePort();
    final int controller = freePort();
    EmbeddedBroker.Options options = EmbeddedBroker.Options.temporary().withPort(open);
    final String doors = "PLAINTEXT://" + LOOPBACK + ":" + open + ",SECURED://" + LOOPBACK + ":" + secured;
    for (final Map.Entry<String, String> setting : Map.ofEntries(
        Map.entry("listeners", doors + ",CONTROLLER://" + LOOPBACK + ":" + controller),
        Map.entry("advertised.listeners", doors),
        Map.entry("controller.quorum.voters", "1@" + LOOPBACK + ":" + controller),
        Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,SECURED:SASL_SSL,CONTROLLER:PLAINTEXT"),
        Map.entry("sasl.enabled.mechanisms", "SCRAM-SHA-512"),
        Map.entry("listener.name.secured.scram-sha-512.sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
        Map.entry("listener.name.secured.ssl.keystore.location", keys.toString()),
        Map.entry("listener.name.secured.ssl.keystore.password", KEYSTORE_PASSWORD),
        Map.entry("listener.name.secured.ssl.keystore.type", "PKCS12"),
        Map.entry("authorizer.class.name", ReticentAuthorizer.class.getName()),
        Map.entry("super.users", "User:ANONYMOUS"),
        Map.entry("connection.failed.authentication.delay.ms", "0")).entrySet()) {
      options = options.withSetting(setting.getKey(), setting.getValue());
    }
    return new SecuredBroker(EmbeddedBroker.start(options), folder, secured);
  }

  /** The address to which our clients come. */
  String secured() {
    return LOOPBACK + ":" + securedPort;
  }

  /** The port to which our clients come. */
  int securedPort() {
    return securedPort;
  }

  /** Makes, fills and reads topics, and may do so with all of them. */
  Topics topics() {
    return new Topics(broker.bootstrapServers());
  }

  /** Makes a user who may do nothing, and returns the properties by which a client comes in as this user. */
  Map<String, String> user(final String name, final String password) throws Exception {
    admin.alterUserScramCredentials(List.of(
        new UserScramCredentialUpsertion(name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password))).all().get();
    Deadline.within(PATIENCE, "user " + name, () -> admin.describeUserScramCredentials().users().get(), users -> users.contains(name));
    return credentials(name, password);
  }

  /** The properties by which a client comes in, right or wrong. */
  Map<String, String> credentials(final String name, final String password) {
    return new HashMap<>(Map.of(
        "bootstrap.servers", secured(),
        "security.protocol", "SASL_SSL",
        "ssl.truststore.location", folder.resolve("certificate.pem").toString(),
        "ssl.truststore.type", "PEM",
        "sasl.mechanism", "SCRAM-SHA-512",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + name + "\" password=\"" + password + "\";"));
  }

  /** The properties as a file. */
  Path file(final String name, final Map<String, String> properties) {
    final String lines = properties.entrySet().stream()
        .map(property -> property.getKey() + "=" + property.getValue() + "\n").collect(Collectors.joining());
    try {
      return Files.writeString(folder.resolve(name), lines);
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Gives rights, and returns when the broker knows of them. */
  void grant(final Collection<AclBinding> rights) throws Exception {
    admin.createAcls(rights).all().get();
    Deadline.within(PATIENCE, "the rights given", this::known, known -> known.containsAll(rights));
  }

  /** Lets a user do everything. */
  void grantAll(final String user) throws Exception {
    grant(Stream.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)
        .map(type -> new AclBinding(new ResourcePattern(type, ResourcePattern.WILDCARD_RESOURCE, PatternType.LITERAL),
            new AccessControlEntry("User:" + user, "*", AclOperation.ALL, AclPermissionType.ALLOW))).toList());
  }

  /** Takes rights, and returns when the broker knows of it. */
  void revoke(final Collection<AclBinding> rights) throws Exception {
    admin.deleteAcls(rights.stream().map(AclBinding::toFilter).toList()).all().get();
    Deadline.within(PATIENCE, "the rights taken", this::known, known -> rights.stream().noneMatch(known::contains));
  }

  private Collection<AclBinding> known() throws Exception {
    return admin.describeAcls(AclBindingFilter.ANY).values().get();
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    broker.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (final Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Path makeKey(final Path folder) throws IOException, InterruptedException {
    final Path keys = folder.resolve("broker.p12");
    keytool("-genkeypair", "-alias", "broker", "-keyalg", "EC", "-dname", "CN=broker", "-ext", "san=ip:" + LOOPBACK,
        "-storetype", "PKCS12", "-keystore", keys.toString(), "-storepass", KEYSTORE_PASSWORD);
    keytool("-exportcert", "-rfc", "-alias", "broker", "-keystore", keys.toString(), "-storepass", KEYSTORE_PASSWORD,
        "-file", folder.resolve("certificate.pem").toString());
    return keys;
  }

  private static void keytool(final String... arguments) throws IOException, InterruptedException {
    final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()).redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    final Process keytool = builder.start();
    final String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }
}
