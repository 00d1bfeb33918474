package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.LogLines;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedBroker.class)
class ControlTopicUnfitIT {
  @TempDir private Path models;

  @ParameterizedTest
  @CsvSource({
    "CONTROL_TOPIC_MISSING,       0, ,                 ",
    "CONTROL_TOPIC_PARTITIONS,    2, compact,          LogAppendTime",
    "CONTROL_TOPIC_NOT_COMPACTED, 1, delete,           LogAppendTime",
    "CONTROL_TOPIC_NOT_COMPACTED, 1, 'compact,delete', LogAppendTime",
    "CONTROL_TOPIC_TIMESTAMPS,    1, compact,          CreateTime"})
  void shouldNotStartAndSayWhyInOneLineAndOnTheStatusTopic(
      final RejectionCode code, final int partitions, final String policy, final String times, final EmbeddedBroker broker) throws Exception {
    // Given
    final String name = "unfit-" + code.code() + "-" + Integer.toHexString(("" + policy).hashCode());
    final Fleet fleet = new Fleet(name, broker.bootstrapServers(), models);
    fleet.createInput();
    for (final String topic : List.of(".out", ".dead", ".out.shadow")) {
      fleet.topics().create(name + topic, Fleet.PARTITIONS, Map.of());
    }
    fleet.topics().create(name + ".status", 1, Map.of("cleanup.policy", "compact"));
    if (partitions > 0) {
      fleet.topics().create(name + ".models", partitions, Map.of("cleanup.policy", policy, "message.timestamp.type", times));
    }

    // When
    final StartupException refused = catchThrowableOfType(StartupException.class,
        () -> fleet.start("one", Fleet.with("labelstream.topics.create", "off")));

    // Then
    assertThat(refused.failure()).isEqualTo(StartupFailure.CONTROL_TOPIC_UNFIT);
    assertThat(refused.getMessage()).hasLineCount(1).contains(name + ".models", code.code(), code.remedy());
    fleet.awaitCodes("one", Map.of("@-1", code.code()));
  }

  @Test
  void shouldStartAndWarnOfAnArtefactTopicThatLosesRecords(final EmbeddedBroker broker) throws Exception {
    // Given
    final String name = "losing";
    final Fleet fleet = new Fleet(name, broker.bootstrapServers(), models);
    fleet.createInput();
    final String artifacts = name + ".compacted";
    fleet.topics().create(artifacts, 1, Map.of("cleanup.policy", "compact", "retention.ms", "1000"));

    // When
    final List<String> warnings;
    try (LogLines log = LogLines.capture(); Pipeline _ = fleet.start("one", Fleet.with("labelstream.artifact.topic", artifacts))) {
      warnings = log.lines().stream().filter(line -> line.contains(artifacts)).toList();
    }

    // Then
    assertThat(warnings).singleElement().asString().contains("the artefact topic may lose models", "has cleanup.policy=compact, expected delete",
        "--entity-name " + artifacts + " --add-config cleanup.policy=delete,retention.ms=-1");
  }
}
