package io.labelstream.rollout.kafka;

import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A client that Kafka's security keeps out, in one line without a secret: what is refused, and the remedy.
 *
 * @param kind what is refused
 * @param line the line, for people
 */
public record Refusal(Kind kind, String line) {
  /** The remedy to add where no broker answers: none answers a client with another protocol either. */
  public static final String IF_SILENT = "security.protocol is that of this port";

  /** Kafka says in words only that a client cannot be made; the same class of exception tells of damaged records, whose content its causes may quote. */
  private static final Pattern UNMADE = Pattern.compile("Failed to (construct|create)");

  public Refusal {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(line);
  }

  /** The kind of thing that is refused. */
  public enum Kind {
    /** The broker refuses an operation: the user lacks a right. */
    RIGHT,
    /** The broker refuses the user, or the client refuses the broker's certificate. */
    IDENTITY,
    /** The client cannot be made with these settings. */
    SETTINGS
  }

  /**
   * The refusal behind a failure; empty if there is none.
   *
   * @param servers the brokers as they are configured
   * @param used the resource that was used; where the failure names topics, it is those
   * @param needed the operation that has to be allowed on it
   */
  public static Optional<Refusal> of(final Throwable failure, final String servers, final ResourcePattern used, final AclOperation needed) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case final AuthorizationException denied -> {
          return Optional.of(right(servers, named(denied).orElse(used), needed));
        }
        case final SslAuthenticationException handshake -> {
          return Optional.of(new Refusal(Kind.IDENTITY, "no TLS connection to " + servers + ": " + root(handshake).getMessage()
              + "; check that ssl.truststore.location has the certificate of the broker or of its issuer, and that the certificate is for this host name"));
        }
        case final AuthenticationException refused -> {
          return Optional.of(new Refusal(Kind.IDENTITY, servers + " refuses the credentials: " + refused.getMessage()
              + "; check sasl.mechanism, and user and password in sasl.jaas.config"));
        }
        default -> {
          // Its cause may be one.
        }
      }
    }
    return failure instanceof ConfigException || failure.getClass() == KafkaException.class && UNMADE.matcher(String.valueOf(failure.getMessage())).lookingAt()
        ? settings(failure).map(fault -> new Refusal(Kind.SETTINGS, fault))
        : Optional.empty();
  }

  /** A topic as a resource. */
  public static ResourcePattern topic(final String name) {
    return new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL);
  }

  /** The refusal of an operation on a resource. */
  private static Refusal right(final String servers, final ResourcePattern resource, final AclOperation operation) {
    return new Refusal(Kind.RIGHT, "no right to " + AclCommand.name(operation) + " on " + AclCommand.words(resource) + " at " + servers
        + "; an administrator gives it with: " + AclCommand.of(servers, resource, operation));
  }

  private static Optional<ResourcePattern> named(final AuthorizationException denied) {
    return denied instanceof final TopicAuthorizationException topics && !topics.unauthorizedTopics().isEmpty()
        ? Optional.of(topic(topics.unauthorizedTopics().stream().sorted().collect(Collectors.joining(","))))
        : Optional.empty();
  }

  /** Clients wrap a fault of their settings in exceptions that say nothing themselves. Messages about a JAAS configuration quote parts of it. */
  private static Optional<String> settings(final Throwable failure) {
    final Throwable root = root(failure);
    final String message = String.valueOf(root.getMessage());
    if (message.contains("JAAS")) {
      return Optional.of("sasl.jaas.config cannot be read; expected: LOGIN_MODULE required username=\"NAME\" password=\"PASSWORD\";");
    }
    if (root == failure && !(root instanceof ConfigException)) {
      return Optional.empty();
    }
    return Optional.of("Kafka's settings are wrong: " + (root instanceof FileSystemException ? "file '" + message + "' cannot be read" : message));
  }

  private static Throwable root(final Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).reduce((before, after) -> after).orElse(failure);
  }
}
