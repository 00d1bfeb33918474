package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.Publisher;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which threads do what takes long, as the JVM itself has recorded it. */
@ExtendWith(SharedBroker.class)
class RolloutThreadsIT {
  private static final String LOADER = "io.labelstream.model.load.ModelLoader";
  private static final String PREPARATION = "io.labelstream.rollout.Preparation";
  private static final String CLASSIFIER_CLOSE = "io.labelstream.model.fasttext.FastTextClassifier::close";
  private static final String HAND_OVER = "io.labelstream.topology.ClassifyProcessor::process";

  @TempDir private Path models;
  @TempDir private Path records;

  /** A call of a thread. */
  private record Call(String method, String thread) {}

  @Test
  void shouldFetchOpenProveAndCloseModelsOnThreadsOfTheirOwn(final EmbeddedBroker broker) throws Exception {
    // Given
    final Fleet fleet = new Fleet("threads", broker.bootstrapServers(), models);
    fleet.createInput();
    final ArtifactReference first = Fleet.reference(fleet.model("first", "a"));
    final ArtifactReference second = Fleet.reference(fleet.model("second", "b"));
    final List<Call> calls;
    try (Recording recording = new Recording()) {
      recording.enable("jdk.MethodTrace").with("filter", String.join(";", LOADER, PREPARATION, CLASSIFIER_CLOSE, HAND_OVER)).withoutStackTrace();
      recording.start();
      try (Pipeline pipeline = fleet.start("one", Fleet.with("labelstream.rollout.linger.ms", "200"))) {
        fleet.announce(Fleet.first("1", first));
        Fleet.awaitRunning(pipeline);
        try (Publisher publisher = fleet.publish()) {

          // When
          final Entry takeover = fleet.announce(Fleet.live("2", second));

          // Then
          Deadline.within(Fleet.PATIENCE, "labels of the second version", () -> Fleet.labelledBy(pipeline, "2"), labelled -> labelled > 20);
          awaitState(pipeline, "1", ModelState.RELEASED);
          fleet.topics().send(List.of(fleet.text(0, takeover.effectiveFrom() - 1, publisher.stop(), "key")));
          Deadline.within(Fleet.PATIENCE, "the old version opened again", () -> pipeline.stats().waits(), waits -> waits > 0);
          awaitState(pipeline, "1", ModelState.RELEASED);
        }
      }
      recording.stop();
      calls = calls(recording);
    }
    assertThat(calls).extracting(Call::method).contains(LOADER + "::read", PREPARATION + "::open", PREPARATION + "::prove", CLASSIFIER_CLOSE, HAND_OVER);
    assertThat(calls).filteredOn(call -> call.method().equals(HAND_OVER)).isNotEmpty().allMatch(call -> call.thread().contains("StreamThread"));
    assertThat(calls).filteredOn(call -> !call.method().equals(HAND_OVER)).noneMatch(call -> call.thread().contains("StreamThread"));
    assertThat(calls).filteredOn(call -> call.method().equals(PREPARATION + "::open") || call.method().equals(PREPARATION + "::prove"))
        .extracting(Call::thread).containsOnly("labelstream-rollout-models");
    assertThat(calls).filteredOn(call -> call.method().equals(CLASSIFIER_CLOSE)).hasSizeGreaterThanOrEqualTo(2)
        .filteredOn(call -> call.thread().equals("labelstream-rollout")).hasSizeGreaterThanOrEqualTo(2);
  }

  private List<Call> calls(final Recording recording) throws Exception {
    final Path file = records.resolve("calls.jfr");
    recording.dump(file);
    assertThat(Files.size(file)).isPositive();
    final List<Call> calls = new ArrayList<>();
    for (final RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (event.getEventType().getName().equals("jdk.MethodTrace")) {
        final RecordedMethod method = event.getValue("method");
        final String thread = Optional.ofNullable(event.getThread()).map(named -> named.getJavaName()).orElse("");
        calls.add(new Call(method.getType().getName() + "::" + method.getName(), String.valueOf(thread)));
      }
    }
    return calls;
  }

  private static void awaitState(final Pipeline pipeline, final String version, final ModelState state) {
    Deadline.within(Fleet.PATIENCE, "version " + version + " " + state.code(), () -> pipeline.rollout().orElseThrow().versions(),
        reports -> reports.stream().anyMatch(report -> report.entry().id().version().equals(version) && report.state() == state));
  }
}
