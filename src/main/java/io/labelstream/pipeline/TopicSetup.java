package io.labelstream.pipeline;

import io.labelstream.pipeline.config.ConfigKeys;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.config.RolloutConfig;
import io.labelstream.pipeline.config.TopicCreation;
import io.labelstream.pipeline.rights.Right;
import io.labelstream.pipeline.rights.Subject;
import io.labelstream.rollout.kafka.AclCommand;
import io.labelstream.rollout.kafka.ControlTopic;
import io.labelstream.rollout.kafka.Refusal;
import io.labelstream.rollout.kafka.RolloutTopic;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the broker and the topics before the start, and creates those that are missing and may be created. */
final class TopicSetup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** An upper bound for the headers, stack trace included, that a dead letter has besides the original record. */
  private static final int DIAGNOSIS_BYTES = 64 << 10;

  /** Kafka's own default, where the pipeline may not look. */
  private static final int KAFKA_MAX_MESSAGE_BYTES = 1_048_588;

  /** Older brokers have no such settings. */
  private static final List<String> TIMES =
      List.of(TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG);

  private final PipelineConfig config;
  private final long deadline;
  private final Admin admin;
  /** Those of which a warning has told. */
  private final Set<Right> toldOf = new HashSet<>();

  private TopicSetup(final PipelineConfig config, final long deadline, final Admin admin) {
    this.config = config;
    this.deadline = deadline;
    this.admin = admin;
  }

  /**
   * Checks and creates.
   *
   * @param deadline the moment by {@link System#nanoTime()} at which all of it must be done
   */
  static Prepared prepare(final PipelineConfig config, final Map<String, Object> properties, final long deadline)
      throws StartupException, InterruptedException {
    try (TopicSetup setup = new TopicSetup(config, deadline, admin(config, properties, deadline))) {
      setup.checkBroker();
      setup.requireRights(EnumSet.allOf(Subject.class));
      final TopicLimits limits = setup.topics();
      final Optional<LiveModels.ControlGround> control =
          config.rollout().isPresent() ? Optional.of(setup.control(config.rollout().get())) : Optional.empty();
      if (config.topicCreation() == TopicCreation.CREATE_MISSING) {
        // Those to topics that were not there before.
        setup.requireRights(EnumSet.range(Subject.OUTPUT, Subject.ARTIFACTS));
      }
      return new Prepared(limits, control);
    }
  }

  /**
   * Checks and creates the topics of rollouts alone, for a topology whose own topics are somebody else's.
   *
   * @param deadline the moment by {@link System#nanoTime()} at which all of it must be done
   */
  static LiveModels.ControlGround prepareRollout(
      final PipelineConfig config, final RolloutConfig rollout, final Map<String, Object> properties, final long deadline)
      throws StartupException, InterruptedException {
    try (TopicSetup setup = new TopicSetup(config, deadline, admin(config, properties, deadline))) {
      setup.checkBroker();
      setup.requireRights(EnumSet.of(Subject.CONTROL, Subject.STATUS, Subject.ARTIFACTS));
      return setup.control(rollout);
    }
  }

  /**
   * The findings.
   *
   * @param limits the largest records of the topics
   * @param control the control topic, if one is configured
   */
  record Prepared(TopicLimits limits, Optional<LiveModels.ControlGround> control) {}

  @Override
  public void close() {
    // The broker may be gone; there is nothing to wait for.
    admin.close(Duration.ZERO);
  }

  private static Admin admin(final PipelineConfig config, final Map<String, Object> properties, final long deadline)
      throws StartupException {
    try {
      final Map<String, Object> settings = new StreamsConfig(properties).getAdminConfigs(config.applicationId() + "-start");
      final int millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
      settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
      settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
      return Admin.create(settings);
    } catch (final ConfigException invalid) {
      throw new StartupException(StartupFailure.CONFIGURATION, "Kafka's settings are wrong: " + invalid.getMessage(), invalid);
    } catch (final KafkaException failure) {
      final String root = String.valueOf(root(failure).getMessage());
      if (root.contains(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
        throw new StartupException(StartupFailure.BROKER_UNREACHABLE, "no connection to " + config.bootstrapServers() + " can be set up: " + root, failure);
      }
      throw new StartupException(StartupFailure.CONFIGURATION,
          Refusal.of(failure, config.bootstrapServers(), Subject.INPUT.pattern(config).orElseThrow(), AclOperation.READ)
              .map(Refusal::line).orElse("Kafka's settings are wrong: " + root), failure);
    }
  }

  private void checkBroker() throws StartupException, InterruptedException {
    await(admin.describeCluster().clusterId(), "asking the broker who it is");
  }

  /** All at once, so that nobody has to start again for each. */
  private void requireRights(final Set<Subject> subjects) throws StartupException, InterruptedException {
    final RightsCheck.Missing missing;
    try {
      missing = new RightsCheck(admin, config, deadline).missing(subjects);
    } catch (final TimeoutException e) {
      throw unreachable("asking for rights", e);
    }
    final List<String> needed = new ArrayList<>();
    for (final Right right : missing.rights()) {
      final String named = named(right);
      if (right.need() == Right.Need.NEEDED) {
        needed.add(named);
      } else if (right.operation() != AclOperation.DESCRIBE_CONFIGS && toldOf.add(right)) {
        // Where settings are looked at, it is told what is taken to hold without that right.
        LOG.atWarn().addKeyValue("right", named).addKeyValue("for", right.reason()).log("a right is missing that may be needed; `rights` prints the command");
      }
    }
    if (!needed.isEmpty()) {
      throw new StartupException(StartupFailure.BROKER_REFUSED, "rights are missing at " + config.bootstrapServers() + ": " + String.join(", ", needed)
          + "; `rights` prints the commands by which an administrator gives them");
    }
    final List<String> doubtful = missing.doubtful().stream().filter(right -> right.need() == Right.Need.NEEDED && toldOf.add(right)).map(this::named).toList();
    if (!doubtful.isEmpty()) {
      LOG.atWarn().addKeyValue("rights", String.join(", ", doubtful))
          .log("the broker tells of no right to any topic but to describe it: either its authorizer does not tell of others, or these are missing and the pipeline will"
              + " fail; `rights` prints the commands");
    }
  }

  private String named(final Right right) {
    return AclCommand.name(right.operation()) + " on " + AclCommand.words(right.subject().pattern(config).orElseThrow());
  }

  private TopicLimits topics() throws StartupException, InterruptedException {
    final Optional<TopicDescription> input = describe(config.inputTopic());
    if (input.isEmpty()) {
      throw missing(config.inputTopic(), "input", "create it, or correct " + ConfigKeys.INPUT_TOPIC_CONFIG);
    }
    final int partitions = config.newTopicPartitions().orElse(input.get().partitions().size());
    final Map<String, Config> inputSettings = settings(List.of(config.inputTopic()));
    final int inputLimit = limit(inputSettings, config.inputTopic());
    final Map<String, String> times = times(inputSettings);
    createIfMissing(config.outputTopic(), "output", partitions, times);
    final int deadLetterLimit = (int) Math.min(Integer.MAX_VALUE, (long) inputLimit + DIAGNOSIS_BYTES);
    final Map<String, String> deadLetters = new HashMap<>(times);
    deadLetters.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(deadLetterLimit));
    createIfMissing(config.deadLetterTopic(), "dead-letter", partitions, deadLetters);
    final String shadow = config.rollout().map(RolloutConfig::shadowTopic).orElse(config.outputTopic());
    if (config.rollout().isPresent()) {
      createIfMissing(shadow, "shadow", partitions, times);
    }
    final Set<String> written = new LinkedHashSet<>(List.of(config.outputTopic(), config.deadLetterTopic(), shadow));
    awaitLeaders(List.of(config.inputTopic()));
    awaitLeaders(written);
    final Map<String, Config> settings = settings(written);
    warnOfStricterTimes(times, settings);
    return new TopicLimits(
        inputLimit, limit(settings, config.outputTopic()), limit(settings, config.deadLetterTopic()), limit(settings, shadow));
  }

  /** Creates the topics of a rollout where that is allowed, and examines the control topic. */
  private LiveModels.ControlGround control(final RolloutConfig rollout) throws StartupException, InterruptedException {
    final String what = "preparing the topics of rollouts";
    try {
      if (config.topicCreation() == TopicCreation.CREATE_MISSING) {
        createIfMissing(RolloutTopic.control(rollout.controlTopic()), "control");
        createIfMissing(RolloutTopic.status(rollout.statusTopic()), "status");
        createIfMissing(RolloutTopic.artifacts(rollout.artifactTopic()), "artifact");
        awaitLeaders(List.of(rollout.controlTopic(), rollout.statusTopic(), rollout.artifactTopic()));
      } else if (describe(rollout.statusTopic()).isEmpty()) {
        throw missing(rollout.statusTopic(), "status", "create it, or set " + ConfigKeys.TOPICS_CREATE_CONFIG + "=on");
      }
      final Duration remaining = Duration.ofNanos(remainingNanos());
      warnOfLosses(RolloutTopic.artifacts(rollout.artifactTopic()), remaining);
      return new LiveModels.ControlGround(
          ControlTopic.clusterId(admin, remaining), new ControlTopic(admin, rollout.controlTopic()).examine(remaining).defects());
    } catch (final KafkaException failure) {
      throw refused(what, failure);
    }
  }

  /** An instance goes on, as it may never need the topic, and a setting that somebody has changed is to stop no fleet. */
  private void warnOfLosses(final RolloutTopic artifacts, final Duration limit) throws InterruptedException {
    try {
      artifacts.deviation(admin, limit).ifPresent(deviation -> LOG.atWarn().addKeyValue("topic", artifacts.name()).addKeyValue("detail", deviation)
          .log("the artefact topic may lose models that were announced"));
    } catch (final UnknownTopicOrPartitionException missing) {
      LOG.atDebug().addKeyValue("topic", artifacts.name()).log("there is no artefact topic, so that no model can be uploaded");
    }
  }

  private void createIfMissing(final RolloutTopic topic, final String role) throws StartupException, InterruptedException {
    final Optional<Short> replication = config.newTopicReplication() < 0 ? Optional.empty() : Optional.of(config.newTopicReplication());
    try {
      if (topic.createIfMissing(admin, replication, deadline) == RolloutTopic.Creation.CREATED) {
        LOG.atInfo().addKeyValue("topic", topic.name()).addKeyValue("role", role).addKeyValue("partitions", topic.partitions()).log("topic created");
      }
    } catch (final KafkaException failure) {
      throw refused("creating the " + role + " topic " + topic.name(), topic.name(), AclOperation.CREATE, failure);
    }
  }

  private void createIfMissing(final String topic, final String role, final int partitions, final Map<String, String> settings)
      throws StartupException, InterruptedException {
    if (describe(topic).isPresent()) {
      return;
    }
    if (config.topicCreation() == TopicCreation.NEVER) {
      throw missing(topic, role, "create it, or set " + ConfigKeys.TOPICS_CREATE_CONFIG + "=on");
    }
    final NewTopic created = new NewTopic(
        topic,
        Optional.of(partitions),
        config.newTopicReplication() < 0 ? Optional.empty() : Optional.of(config.newTopicReplication()));
    final KafkaFuture<Void> creation = admin.createTopics(List.of(created.configs(settings))).all();
    try {
      creation.get(remainingNanos(), TimeUnit.NANOSECONDS);
      LOG.atInfo().addKeyValue("topic", topic).addKeyValue("role", role).addKeyValue("partitions", partitions).log("topic created");
    } catch (final ExecutionException e) {
      // Another instance that starts at the same time may have been first.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw refused("creating the " + role + " topic " + topic, topic, AclOperation.CREATE, e.getCause());
      }
    } catch (final TimeoutException e) {
      throw unreachable("creating the " + role + " topic " + topic, e);
    }
  }

  /** A topic whose leaders are not known yet makes the first batches of a producer go astray for a long time. */
  private void awaitLeaders(final Collection<String> topics) throws StartupException, InterruptedException {
    for (final String topic : topics) {
      while (leaderless(topic) > 0) {
        if (System.nanoTime() - deadline > 0) {
          throw new StartupException(StartupFailure.BROKER_UNREACHABLE,
              leaderless(topic) + " partitions of topic " + topic + " have no leader: see whether all brokers of "
                  + config.bootstrapServers() + " are up");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      awaitLeading(topic);
    }
  }

  /**
   * Waits until brokers answer as leaders of a topic's partitions, which is a moment after the controller has named them: a producer that is earlier can have
   * a batch stuck for minutes.
   */
  private void awaitLeading(final String topic) throws StartupException, InterruptedException {
    final Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    describe(topic).ifPresent(description -> description.partitions()
        .forEach(partition -> ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
    await(admin.listOffsets(ends).all(), "asking for the ends of topic " + topic);
  }

  private long leaderless(final String topic) throws StartupException, InterruptedException {
    return describe(topic)
        .map(description -> description.partitions().stream()
            .filter(partition -> partition.leader() == null || partition.leader().isEmpty())
            .count())
        .orElse(1L);
  }

  private Optional<TopicDescription> describe(final String topic) throws StartupException, InterruptedException {
    final KafkaFuture<TopicDescription> description = admin.describeTopics(List.of(topic)).topicNameValues().get(topic);
    final String what = "describing topic " + topic;
    try {
      return Optional.of(description.get(remainingNanos(), TimeUnit.NANOSECONDS));
    } catch (final ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw refused(what, topic, AclOperation.DESCRIBE, e.getCause());
    } catch (final TimeoutException e) {
      throw unreachable(what, e);
    }
  }

  /** The largest record of a topic; Kafka's default where the pipeline has no right to look. */
  private static int limit(final Map<String, Config> settings, final String topic) {
    final Config known = settings.get(topic);
    return known == null ? KAFKA_MAX_MESSAGE_BYTES : Integer.parseInt(known.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
  }

  /** The timestamps that the input topic accepts: labels and dead letters keep them, and a topic that refused them would stop the stream. */
  private Map<String, String> times(final Map<String, Config> settings) {
    final Map<String, String> times = new HashMap<>();
    final Config known = settings.get(config.inputTopic());
    for (final String key : TIMES) {
      final ConfigEntry entry = known == null ? null : known.get(key);
      if (entry != null) {
        times.put(key, entry.value());
      }
    }
    return times;
  }

  private void warnOfStricterTimes(final Map<String, String> input, final Map<String, Config> written) {
    written.forEach((topic, known) -> input.forEach((key, most) -> {
      final ConfigEntry entry = known.get(key);
      if (entry != null && Long.parseLong(entry.value()) < Long.parseLong(most)) {
        LOG.atWarn().addKeyValue("topic", topic).addKeyValue("input", config.inputTopic()).addKeyValue("setting", key)
            .addKeyValue("topicMs", entry.value()).addKeyValue("inputMs", most)
            .log("the topic refuses timestamps that the input topic takes, and such a record would stop the pipeline; set the same on both");
      }
    }));
  }

  /** The settings of topics, without those that the pipeline has no right to look at. */
  private Map<String, Config> settings(final Collection<String> topics) throws StartupException, InterruptedException {
    final List<ConfigResource> resources = new ArrayList<>();
    topics.forEach(topic -> resources.add(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
    final Map<String, Config> settings = new HashMap<>();
    for (final Map.Entry<ConfigResource, KafkaFuture<Config>> answer : admin.describeConfigs(resources).values().entrySet()) {
      final String topic = answer.getKey().name();
      final String what = "asking for the settings of topic " + topic;
      try {
        settings.put(topic, answer.getValue().get(remainingNanos(), TimeUnit.NANOSECONDS));
      } catch (final ExecutionException e) {
        if (!(e.getCause() instanceof AuthorizationException)) {
          throw refused(what, e.getCause());
        }
        LOG.atWarn().addKeyValue("topic", topic).addKeyValue("assumed", KAFKA_MAX_MESSAGE_BYTES)
            .log("no right to describe the topic's settings (DescribeConfigs); Kafka's default for the largest record is assumed");
      } catch (final TimeoutException e) {
        throw unreachable(what, e);
      }
    }
    return settings;
  }

  private void await(final KafkaFuture<?> answer, final String what) throws StartupException, InterruptedException {
    try {
      answer.get(remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (final ExecutionException e) {
      throw refused(what, e.getCause());
    } catch (final TimeoutException e) {
      throw unreachable(what, e);
    }
  }

  private long remainingNanos() {
    return Math.max(1, deadline - System.nanoTime());
  }

  private StartupException missing(final String topic, final String role, final String remedy) {
    return new StartupException(StartupFailure.TOPIC_MISSING,
        "the " + role + " topic " + topic + " does not exist at " + config.bootstrapServers() + ": " + remedy);
  }

  private StartupException refused(final String what, final Throwable cause) {
    return refused(what, config.inputTopic(), AclOperation.DESCRIBE, cause);
  }

  private StartupException refused(final String what, final String topic, final AclOperation needed, final Throwable cause) {
    final Optional<Refusal> refusal = Refusal.of(cause, config.bootstrapServers(), Refusal.topic(topic), needed);
    if (refusal.isPresent()) {
      return new StartupException(StartupFailure.BROKER_REFUSED, refusal.get().line(), cause);
    }
    final boolean away = cause instanceof RetriableException || !(cause instanceof ApiException);
    return away
        ? unreachable(what, cause)
        : new StartupException(StartupFailure.BROKER_REFUSED,
            "the broker at " + config.bootstrapServers() + " refuses " + what + ": " + cause.getMessage(), cause);
  }

  private StartupException unreachable(final String what, final Throwable cause) {
    return new StartupException(StartupFailure.BROKER_UNREACHABLE,
        "no broker answers at " + config.bootstrapServers() + " within " + config.startTimeout().toMillis() + " ms (" + what
            + "): start it, or correct kafka." + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG + ", and check that kafka." + Refusal.IF_SILENT, cause);
  }

  private static Throwable root(final Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
