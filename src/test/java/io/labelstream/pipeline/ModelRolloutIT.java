package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labelstream.ModelRollout;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.rollout.kafka.RolloutTopic;
import io.labelstream.rollout.kafka.StatusReader;
import io.labelstream.topology.StartupException;
import io.labelstream.topology.StartupFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Live models at their beginning and end; {@code LibraryIT} has them at work. */
@ExtendWith(SharedBroker.class)
class ModelRolloutIT {
  private Fleet fleet;

  @TempDir private Path models;

  @BeforeEach
  void createStatusTopic(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    fleet = new Fleet(test.getTestMethod().orElseThrow().getName(), broker.bootstrapServers(), models);
    final RolloutTopic status = RolloutTopic.status(fleet.name() + ".status");
    fleet.topics().create(status.name(), status.partitions(), status.settings());
  }

  @Test
  void shouldEndTheWaitForFirstModelsWhenInterrupted() throws Exception {
    // Given
    final FutureTask<ModelRollout> opening = new FutureTask<>(() -> ModelRollout.open(fleet.settings("one", Map.of())));
    final Thread opener = Thread.ofPlatform().start(opening);
    try (StatusReader status = new StatusReader(fleet.kafka(), fleet.name() + ".status")) {
      Deadline.within(Fleet.PATIENCE, "a sign of life", () -> status.read(Fleet.PATIENCE).instances(), instances -> !instances.isEmpty());
    }

    // When
    opener.interrupt();

    // Then
    assertThat(catchThrowableOfType(ExecutionException.class, opening::get)).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void shouldLeaveNothingBehindWhenWhoeverClosesIsInterrupted() throws Exception {
    // Given
    final ModelRollout models =
        ModelRollout.open(fleet.settings("one", Map.of("labelstream.slot." + Fleet.SLOT + ".model", "models/lid.176.ftz")));

    // When
    Thread.currentThread().interrupt();
    models.close();

    // Then
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    try (StatusReader status = new StatusReader(fleet.kafka(), fleet.name() + ".status")) {
      assertThat(status.read(Fleet.PATIENCE).instances()).isEmpty();
    }
  }

  @Test
  void shouldNameTheControlTopicWhenItIsMissing() {
    // When
    final StartupException refused = catchThrowableOfType(StartupException.class, () -> ModelRollout.open(fleet.settings("one", Fleet.with(
        "labelstream.control.topic", "", "labelstream.slot." + Fleet.SLOT + ".model", "models/lid.176.ftz"))));

    // Then
    assertThat(refused.failure()).isEqualTo(StartupFailure.CONFIGURATION);
    assertThat(refused).hasMessageStartingWith("labelstream.control.topic is not set: ");
  }
}
