package io.labelstream.cli.verb;

import io.labelstream.rollout.kafka.ReadingStalledException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks a topic before it is used, and explains failures in one line. */
public final class KafkaErrors {
  private KafkaErrors() {}

  /**
   * Describes a topic.
   *
   * @throws CliException if there is no broker or no such topic
   */
  public static TopicDescription existing(final String topic, final Map<String, Object> client) throws InterruptedException {
    try (Admin admin = Admin.create(withTimeouts(client))) {
      return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    } catch (final ExecutionException failure) {
      throw explained(failure.getCause(), topic, client);
    } catch (final KafkaException failure) {
      throw explained(failure, topic, client);
    }
  }

  /** The line and status for an exception of a client. */
  public static CliException explained(final Throwable failure, final String topic, final Map<String, Object> client) {
    return explained(failure, topic, String.valueOf(client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)));
  }

  static CliException explained(final Throwable failure, final String topic, final String servers) {
    return switch (failure) {
      case UnknownTopicOrPartitionException missing ->
          new CliException(ExitCode.TOPIC_MISSING, "topic '" + topic + "' does not exist at " + servers + "; create it, or check its name", missing);
      case InvalidTopicException invalid -> new CliException(ExitCode.USAGE, "'" + topic + "' is no valid topic name", invalid);
      case AuthenticationException refused ->
          new CliException(ExitCode.BROKER_REFUSED, servers + " refuses the credentials: " + refused.getMessage(), refused);
      case AuthorizationException refused ->
          new CliException(ExitCode.BROKER_REFUSED, "no right to use topic '" + topic + "': " + refused.getMessage(), refused);
      case ReadingStalledException stalled ->
          new CliException(ExitCode.BROKER_UNREACHABLE, "the brokers at " + servers + " have stopped answering: " + stalled.getMessage(), stalled);
      case RetriableException unreachable ->
          new CliException(ExitCode.BROKER_UNREACHABLE, "no Kafka broker answers at " + servers + "; check the address, and that the broker runs", unreachable);
      default -> fromConstructor(failure);
    };
  }

  /** Clients wrap a fault of their configuration in an exception that says nothing itself. */
  private static CliException fromConstructor(final Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigException config) {
        return new CliException(ExitCode.CONFIGURATION, "a Kafka property is wrong: " + config.getMessage(), failure);
      }
    }
    return new CliException(ExitCode.FAILED, failure.getClass().getSimpleName() + ": " + failure.getMessage(), failure);
  }

  private static Map<String, Object> withTimeouts(final Map<String, Object> client) {
    final Map<String, Object> patient = new HashMap<>(client);
    patient.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
    patient.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
    return patient;
  }
}
