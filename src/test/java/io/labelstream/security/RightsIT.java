package io.labelstream.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.cli.Cli;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.LogLines;
import io.labelstream.pipeline.Pipeline;
import io.labelstream.pipeline.PipelineEnd;
import io.labelstream.pipeline.PipelineState;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.rights.Right;
import io.labelstream.pipeline.rights.Role;
import io.labelstream.pipeline.rights.Subject;
import io.labelstream.rollout.kafka.AclCommand;
import io.labelstream.rollout.kafka.RolloutTopic;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every role does its work with the rights of {@link Right#ALL} and no others, over TLS and with a password; and without any one of them something says so. The
 * broker is the same for all, and so are the records of the first test.
 */
@ExtendWith(SecuredBroker.Shared.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RightsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String SLOT = "topic";
  private static final String NAME = "guarded";
  private static final String INSTANCE = "host-1";
  /** The pipeline whose topics are missing. */
  private static final String NEW = "new";

  @TempDir private static Path folder;
  private static SecuredBroker broker;
  private static Path model;
  private static final Map<Role, Map<String, String>> CLIENTS = new EnumMap<>(Role.class);

  @BeforeAll
  static void givesEachRoleItsRights(final SecuredBroker shared) throws Exception {
    broker = shared;
    model = Files.write(folder.resolve("next.bin"), new FastTextModelFile(1).labels("__label__a", "__label__b").bytes());
    broker.topics().create(NAME, 1, Map.of());
    for (final String topic : List.of(NAME + ".out", NAME + ".dead", NAME + ".out.shadow")) {
      broker.topics().create(topic, 1, Map.of());
    }
    for (final RolloutTopic topic : List.of(
        RolloutTopic.control(NAME + ".models"), RolloutTopic.status(NAME + ".status"), RolloutTopic.artifacts(NAME + ".artifacts"))) {
      broker.topics().create(topic.name(), 1, topic.settings());
    }
    broker.topics().create(NEW, 1, Map.of());
    for (final Role role : Role.values()) {
      CLIENTS.put(role, broker.user(role.code(), "password-of-" + role.code()));
    }
    broker.grant(Right.ALL.stream().map(right -> binding(right, right.role())).toList());
    broker.grant(Right.of(Role.OPERATOR).stream().map(right -> binding(right, Role.UPLOADER)).toList());
    broker.grant(Right.of(Role.INSTANCE).stream().map(right -> binding(right, Role.CREATOR)).toList());
  }

  @Test
  @Order(1)
  void shouldDoEverythingWithTheRightsOfTheRole() throws Exception {
    // Given
    broker.topics().send(List.of(new ProducerRecord<>(NAME + ".artifacts", 0, System.currentTimeMillis() - Duration.ofHours(2).toMillis(), new byte[0], new byte[9])));
    final Map<String, Cli.Result> results = new HashMap<>();
    try (Pipeline pipeline = Pipeline.open(config(Role.INSTANCE))) {
      pipeline.start();
      Deadline.within(PATIENCE, "a sign of life", () -> work(Role.WATCHER), status -> status.out().contains(INSTANCE));

      // When
      results.put("announce --upload", announce(Role.UPLOADER, model, "1", "--upload", "--artifact-topic", NAME + ".artifacts", "--wait"));
      Deadline.within(PATIENCE, "running", pipeline::state, PipelineState.RUNNING::equals);
      // Texts of before the version counts are dead letters.
      Deadline.within(PATIENCE, "a labelled text", () -> {
        results.put("produce", work(Role.PRODUCER));
        return pipeline.stats().out();
      }, out -> out > 0);
      results.put("produce nothing", Cli.runWith("\n", "produce", "--topic", NAME, "--command-config", file(Role.PRODUCER)));
      broker.topics().send(List.of(new ProducerRecord<>(NAME, null)));
      broker.topics().read(NAME + ".dead", 1, PATIENCE);
      results.put("consume", work(Role.READER));
      results.put("status", work(Role.WATCHER));
      results.put("history", verb(Role.WATCHER, "history", "--slot", SLOT));
      results.put("announce", announce(Role.OPERATOR, model, "2", "--staged"));
      results.put("withdraw", verb(Role.OPERATOR, "withdraw", "--slot", SLOT, "--version", "2"));
      results.put("replay-verify", work(Role.VERIFIER));
      results.put("prune-artifacts", verb(Role.PRUNER, "prune-artifacts", "--artifact-topic", NAME + ".artifacts", "--dry-run"));

      // Then
      assertThat(results).allSatisfy((verb, result) -> assertThat(result.status()).as(verb + ": " + result).isZero());
      assertThat(results).allSatisfy((verb, result) -> assertThat(result.err()).as(verb).isEmpty());
    }
  }

  static Stream<Right> rights() {
    return Right.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("rights")
  @Order(2)
  void shouldSayWhichRightIsMissing(final Right right) throws Exception {
    // Given
    final AclBinding binding = binding(right, right.role());
    broker.revoke(List.of(binding));
    try {
      // When
      final List<String> said = withoutRight(right);

      // Then
      final String resource = binding.pattern().name();
      assertThat(said).as(right.toString())
          .anyMatch(line -> line.contains(AclCommand.name(right.operation())) && line.contains(resource))
          .noneMatch(line -> line.startsWith("\tat "));
    } finally {
      broker.grant(List.of(binding));
    }
  }

  @Test
  @Order(3)
  void shouldDeleteWhatNothingNeeds() {
    // When
    final Cli.Result result = work(Role.PRUNER);

    // Then
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
  }

  @Test
  @Order(4)
  void shouldEndWithTheRightThatWasTakenWhileItRan() throws Exception {
    // Given
    final Map<String, String> settings = settings(Role.INSTANCE);
    settings.keySet().removeIf(key -> key.equals("labelstream.control.topic"));
    settings.put("labelstream.slot." + SLOT + ".model", model.toString());
    final AclBinding output = Right.of(Role.INSTANCE).stream().filter(right -> right.subject() == Subject.OUTPUT).findFirst()
        .map(right -> binding(right, Role.INSTANCE)).orElseThrow();
    try (Pipeline pipeline = Pipeline.open(PipelineConfig.of(settings))) {
      pipeline.start();
      Deadline.within(PATIENCE, "running", pipeline::state, PipelineState.RUNNING::equals);
      broker.revoke(List.of(output));

      // When
      work(Role.PRODUCER);

      // Then
      assertThat(pipeline.awaitEnd(PATIENCE)).containsInstanceOf(PipelineEnd.Failed.class)
          .hasValueSatisfying(end -> assertThat(((PipelineEnd.Failed) end).failure()).isEqualTo(StartupFailure.BROKER_REFUSED))
          .hasValueSatisfying(end -> assertThat(((PipelineEnd.Failed) end).message()).contains("no right to Write", NAME + ".out", "kafka-acls.sh"));
    } finally {
      broker.grant(List.of(output));
    }
  }

  @Test
  @Order(5)
  void shouldStartWhereTheBrokerTellsOfNoRightButToDescribe() throws Exception {
    // Given
    final Map<String, String> settings = settings(Role.INSTANCE);
    broker.user(ReticentAuthorizer.UNTOLD, "password").forEach((key, value) -> settings.put("kafka." + key, value));
    broker.grantAll(ReticentAuthorizer.UNTOLD);
    settings.put("labelstream.topics.create", "on");
    try (LogLines log = LogLines.capture(); Pipeline pipeline = Pipeline.open(PipelineConfig.of(settings))) {
      // When
      pipeline.start();

      // Then
      Deadline.within(PATIENCE, "running", pipeline::state, PipelineState.RUNNING::equals);
      assertThat(log.lines()).filteredOn(line -> line.contains("tells of no right")).singleElement().asString()
          .contains("Read on topic '" + NAME + "'", "Write on topic '" + NAME + ".out'");
    }
  }

  /** The lines that tell of it; work that only has advice to follow goes on. */
  private static List<String> withoutRight(final Right right) throws Exception {
    if (right.role() != Role.INSTANCE && right.role() != Role.CREATOR) {
      try (LogLines log = LogLines.capture()) {
        final Cli.Result result = work(right.role());
        if (right.need() == Right.Need.NEEDED) {
          assertThat(result.status()).as(result.toString()).isEqualTo(ExitCode.BROKER_REFUSED.code());
          return result.errors();
        }
        assertThat(result.status()).as(result.toString()).isIn(ExitCode.OK.code(), ExitCode.REPLAY_INCOMPLETE.code());
        return Stream.concat(log.lines().stream(), result.lines().stream()).toList();
      }
    }
    final PipelineConfig config = config(right.role());
    if (right.need() == Right.Need.ADVISED) {
      return warnings(config, right);
    }
    final List<String> lines = new ArrayList<>();
    assertThatThrownBy(() -> Pipeline.open(config)).isInstanceOfSatisfying(StartupException.class, failure -> {
      assertThat(failure.failure()).isEqualTo(StartupFailure.BROKER_REFUSED);
      lines.add(failure.getMessage());
    });
    return lines;
  }

  private static List<String> warnings(final PipelineConfig config, final Right right) throws Exception {
    final String topic = right.subject().pattern(config).orElseThrow().name();
    try (LogLines log = LogLines.capture(); Pipeline pipeline = Pipeline.open(config)) {
      if (right.subject() == Subject.CONTROL) {
        // Its reader is the one that tells.
        pipeline.start();
      }
      return Deadline.within(PATIENCE, "a warning", log::lines,
          lines -> lines.stream().anyMatch(line -> line.contains(AclCommand.name(right.operation())) && line.contains(topic)));
    }
  }

  private static Cli.Result work(final Role role) {
    return switch (role) {
      case INSTANCE, CREATOR -> throw new IllegalArgumentException(role + " is no verb");
      case PRODUCER -> Cli.runWith("alpha\n", "produce", "--topic", NAME, "--command-config", file(role));
      case READER -> Cli.run("consume", "--topic", NAME + ".out", "--from-beginning", "--max-messages", "1", "--command-config", file(role));
      case OPERATOR -> announce(role, model, Long.toString(System.nanoTime()), "--staged");
      case UPLOADER -> {
        final Cli.Result known = upload(model);
        yield known.status() == 0 ? upload(newModel()) : known;
      }
      case WATCHER -> verb(role, "status");
      case PRUNER -> verb(role, "prune-artifacts", "--artifact-topic", NAME + ".artifacts");
      case VERIFIER -> Cli.run("replay-verify", "--from", "0", "--config", properties(role));
    };
  }

  private static Cli.Result announce(final Role role, final Path file, final String version, final String... more) {
    return verb(role, Stream.concat(Stream.of("announce", file.toString(), "--slot", SLOT, "--version", version), Stream.of(more)).toArray(String[]::new));
  }

  private static Cli.Result upload(final Path file) {
    return announce(Role.UPLOADER, file, Long.toString(System.nanoTime()), "--staged", "--upload", "--artifact-topic", NAME + ".artifacts");
  }

  /** A model that was never uploaded. */
  private static Path newModel() {
    try {
      return Files.write(folder.resolve("new.bin"), new FastTextModelFile(System.nanoTime()).bytes());
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Cli.Result verb(final Role role, final String... words) {
    return Cli.run(Stream.concat(Stream.of(words), Stream.of("--control-topic", NAME + ".models", "--status-topic", NAME + ".status",
        "--command-config", file(role))).toArray(String[]::new));
  }

  private static AclBinding binding(final Right right, final Role user) {
    final ResourcePattern resource = right.subject().pattern(config(user)).orElseThrow();
    return new AclBinding(resource, new AccessControlEntry("User:" + user.code(), "*", right.operation(), AclPermissionType.ALLOW));
  }

  private static String file(final Role role) {
    return broker.file(role.code() + ".client", CLIENTS.get(role)).toString();
  }

  private static String properties(final Role role) {
    return broker.file(role.code() + ".properties", settings(role)).toString();
  }

  private static PipelineConfig config(final Role role) {
    try {
      return PipelineConfig.of(settings(role));
    } catch (final StartupException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private static Map<String, String> settings(final Role role) {
    final String name = role == Role.CREATOR ? NEW : NAME;
    final Map<String, String> settings = new HashMap<>();
    CLIENTS.get(role).forEach((key, value) -> settings.put("kafka." + key, value));
    settings.put("labelstream.application.id", name);
    settings.put("labelstream.input.topic", name);
    settings.put("labelstream.output.topic", name + ".out");
    settings.put("labelstream.topics.create", role == Role.CREATOR ? "on" : "off");
    settings.put("labelstream.slots", SLOT);
    settings.put("labelstream.control.topic", name + ".models");
    settings.put("labelstream.status.topic", name + ".status");
    settings.put("labelstream.artifact.topic", name + ".artifacts");
    settings.put("labelstream.instance.id", INSTANCE);
    settings.put("labelstream.rollout.lead.ms", "2000");
    settings.put("labelstream.rollout.fetch.timeout.ms", "300000");
    return settings;
  }
}
