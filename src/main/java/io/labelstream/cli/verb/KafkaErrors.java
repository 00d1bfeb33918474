package io.labelstream.cli.verb;

import io.labelstream.rollout.kafka.ReadingStalledException;
import io.labelstream.rollout.kafka.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks a topic before it is used, and explains failures in one line. */
public final class KafkaErrors {
  private KafkaErrors() {}

  /**
   * Describes a topic.
   *
   * @param needed the operation for which it is to be used
   * @throws CliException if there is no broker or no such topic
   */
  public static TopicDescription existing(final String topic, final Map<String, Object> client, final AclOperation needed) throws InterruptedException {
    try (Admin admin = Admin.create(withTimeouts(client))) {
      return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    } catch (final ExecutionException failure) {
      throw explained(failure.getCause(), topic, client, needed);
    } catch (final KafkaException failure) {
      throw explained(failure, topic, client, needed);
    }
  }

  /** The line and status for an exception of a client that was to do an operation on a topic. */
  public static CliException explained(final Throwable failure, final String topic, final Map<String, Object> client, final AclOperation needed) {
    return explained(failure, topic, String.valueOf(client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)), needed);
  }

  static CliException explained(final Throwable failure, final String topic, final String servers, final AclOperation needed) {
    return Refusal.of(failure, servers, Refusal.topic(topic), needed)
        .map(refusal -> new CliException(refusal.kind() == Refusal.Kind.SETTINGS ? ExitCode.CONFIGURATION : ExitCode.BROKER_REFUSED, refusal.line(), failure))
        .orElseGet(() -> unrefused(failure, topic, servers));
  }

  private static CliException unrefused(final Throwable failure, final String topic, final String servers) {
    return switch (failure) {
      case UnknownTopicOrPartitionException missing ->
          new CliException(ExitCode.TOPIC_MISSING, "topic '" + topic + "' does not exist at " + servers + "; create it, or check its name", missing);
      case InvalidTopicException invalid -> new CliException(ExitCode.USAGE, "'" + topic + "' is no valid topic name", invalid);
      case ReadingStalledException stalled ->
          new CliException(ExitCode.BROKER_UNREACHABLE, "the brokers at " + servers + " have stopped answering: " + stalled.getMessage(), stalled);
      case RetriableException unreachable ->
          new CliException(ExitCode.BROKER_UNREACHABLE, "no Kafka broker answers at " + servers + "; check the address, that the broker runs, and that "
              + Refusal.IF_SILENT, unreachable);
      default -> new CliException(ExitCode.FAILED, failure.getClass().getSimpleName() + ": " + failure.getMessage(), failure);
    };
  }

  private static Map<String, Object> withTimeouts(final Map<String, Object> client) {
    final Map<String, Object> patient = new HashMap<>(client);
    patient.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
    patient.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
    return patient;
  }
}
