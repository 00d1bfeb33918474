package io.labelstream.pipeline;

import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.rights.Right;
import io.labelstream.pipeline.rights.Role;
import io.labelstream.pipeline.rights.Subject;
import io.labelstream.rollout.kafka.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Asks the broker for the rights of this user, so that all that are missing are known before anything is read or written. Whether a user may describe a group or
 * transactions is all that a broker tells of these.
 *
 * @param deadline the moment by {@link System#nanoTime()} at which the broker must have answered
 */
record RightsCheck(Admin admin, PipelineConfig config, long deadline) {
  /** Coordinators may be long in loading, for which a start need not wait. */
  private static final long COORDINATOR_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final Set<AclOperation> DESCRIBING = Set.of(AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);

  /**
   * Rights that are missing, needed and advised ones.
   *
   * @param rights those that are missing as far as the broker tells
   * @param doubtful those to topics of which the broker tells nothing but that they may be described, where it tells no more of any topic: some authorizers do not
   *     tell of reading and writing, and allow it all the same
   */
  record Missing(List<Right> rights, List<Right> doubtful) {
    Missing {
      rights = List.copyOf(rights);
      doubtful = List.copyOf(doubtful);
    }
  }

  /** The rights to these subjects that are missing. A topic that does not exist is passed over. */
  Missing missing(final Collection<Subject> subjects) throws InterruptedException, TimeoutException {
    final List<Right> missing = new ArrayList<>();
    final List<Right> described = new ArrayList<>();
    final Set<AclOperation> told = EnumSet.noneOf(AclOperation.class);
    for (final Subject subject : subjects) {
      final Optional<ResourcePattern> resource = subject.pattern(config);
      if (resource.isPresent()) {
        final List<Right> rights = Right.of(Role.INSTANCE).stream().filter(right -> right.subject() == subject).toList();
        switch (subject) {
          case GROUP -> missing.addAll(unless(admin.listConsumerGroupOffsets(resource.get().name()).partitionsToOffsetAndMetadata(), rights));
          case TRANSACTIONS -> {
            if (isExactlyOnce()) {
              missing.addAll(unless(admin.describeTransactions(List.of(resource.get().name())).all(), rights));
            }
          }
          default -> {
            final Optional<Set<AclOperation>> given = operations(resource.get().name());
            given.ifPresent(told::addAll);
            rights.stream().filter(right -> given.isPresent() && !given.get().contains(right.operation()))
                .forEach(given.filter(Set::isEmpty).isPresent() ? missing::add : described::add);
          }
        }
      }
    }
    if (DESCRIBING.containsAll(told)) {
      return new Missing(missing, described);
    }
    missing.addAll(described);
    return new Missing(missing, List.of());
  }

  /** The refusal that made a stream thread fail; empty if nothing was refused. */
  static Optional<Refusal> behind(final Throwable failure, final PipelineConfig config) {
    final Subject used = Stream.iterate(failure, Objects::nonNull, Throwable::getCause).flatMap(cause -> switch (cause) {
      case final TopicAuthorizationException topics ->
          Stream.of(topics.unauthorizedTopics().contains(config.inputTopic()) ? Subject.INPUT : Subject.OUTPUT);
      case GroupAuthorizationException _ -> Stream.of(Subject.GROUP);
      default -> Stream.empty();
    }).findFirst().orElse(Subject.TRANSACTIONS);
    final AclOperation needed = used == Subject.INPUT || used == Subject.GROUP ? AclOperation.READ : AclOperation.WRITE;
    // Its clients have been made, so that their settings are not the cause.
    return Refusal.of(failure, config.bootstrapServers(), used.pattern(config).orElseThrow(), needed).filter(refusal -> refusal.kind() != Refusal.Kind.SETTINGS);
  }

  private boolean isExactlyOnce() {
    return config.streamsProperties().get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG).equals(StreamsConfig.EXACTLY_ONCE_V2);
  }

  /** These rights if the broker refuses an answer for want of them. */
  private List<Right> unless(final KafkaFuture<?> answer, final List<Right> rights) throws InterruptedException {
    try {
      answer.get(Math.min(COORDINATOR_NANOS, remainingNanos()), TimeUnit.NANOSECONDS);
      return List.of();
    } catch (final TimeoutException busy) {
      return List.of();
    } catch (final ExecutionException failure) {
      // There is usually no such group or transaction yet, and old brokers cannot be asked.
      return failure.getCause() instanceof AuthorizationException ? rights : List.of();
    }
  }

  /** The operations that are allowed on a topic, none if it may not even be described; empty if the broker does not tell, or has no such topic. */
  private Optional<Set<AclOperation>> operations(final String topic) throws InterruptedException, TimeoutException {
    final KafkaFuture<TopicDescription> answer =
        admin.describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true)).topicNameValues().get(topic);
    try {
      // A broker that tells has at least Describe to tell.
      return Optional.ofNullable(answer.get(remainingNanos(), TimeUnit.NANOSECONDS).authorizedOperations())
          .filter(operations -> operations.contains(AclOperation.DESCRIBE));
    } catch (final ExecutionException failure) {
      return failure.getCause() instanceof AuthorizationException ? Optional.of(Set.of()) : Optional.empty();
    }
  }

  private long remainingNanos() {
    return Math.max(1, deadline - System.nanoTime());
  }
}
