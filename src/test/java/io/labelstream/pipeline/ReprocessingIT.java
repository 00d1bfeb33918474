package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.Publisher;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.StatusSink;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same input after rollouts, read again from its beginning by another application. */
@ExtendWith(SharedBroker.class)
class ReprocessingIT {
  private static final Duration A_WHILE = Duration.ofMillis(500);
  private static final List<String> WORDS = List.of("alpha", "beta", "gamma", "alpha beta", "beta gamma", "gamma alpha beta", "delta", "");

  @TempDir private Path models;

  @Test
  void shouldGiveTheSameLabelsAgainAndTheRepairedOnesAfterARetroactiveAnnouncement(final EmbeddedBroker broker) throws Exception {
    // Given
    final Fleet fleet = new Fleet("reprocessing", broker.bootstrapServers(), models);
    fleet.createInput();
    final Entry second;
    final Entry third;
    final long count;
    try (Pipeline pipeline = fleet.start("one", Map.of())) {
      fleet.announce(Fleet.first("1", scoring(1)));
      Fleet.awaitRunning(pipeline);
      try (Publisher publisher = fleet.publish(number -> words(fleet, number))) {
        second = fleet.announce(Fleet.live("2", scoring(2)));
        Fleet.awaitEffective(second, A_WHILE);
        third = fleet.announce(Fleet.live("3", scoring(3)));
        Fleet.awaitEffective(third, A_WHILE);
        count = publisher.stop();
        fleet.labels(count);
      }
    }
    final List<Labelled> labels = fleet.labels(count);
    assertThat(labels).extracting(Labelled::version).contains("1", "2", "3");

    // When
    final List<Labelled> again = reprocessed(fleet, "reprocessing-again", count, List.of("1", "2"));
    final Entry repair = repaired(fleet, second.effectiveFrom());
    final List<Labelled> repaired = reprocessed(fleet, "reprocessing-repaired", count, List.of("1", "2-repaired"));

    // Then
    assertThat(slots(again)).isEqualTo(slots(labels));
    final Timeline timeline = fleet.timeline();
    Fleet.assertOnceEachInOrder(repaired, count);
    Fleet.assertByTheirVersions(repaired, timeline);
    final Map<Long, JsonNode> before = slots(labels);
    assertThat(repaired).allSatisfy(label -> {
      if (label.timestamp() >= second.effectiveFrom() && label.timestamp() < third.effectiveFrom()) {
        assertThat(label.version()).isEqualTo("2-repaired");
        assertThat(label.model("controlOffset")).isEqualTo(Long.toString(repair.offset()));
      } else {
        assertThat(label.json().at("/slots")).isEqualTo(before.get(label.number()));
      }
    });
  }

  /** Announces a version for event times of the past, and waits until labels follow from it. */
  private Entry repaired(final Fleet fleet, final long from) throws Exception {
    try (Pipeline pipeline = fleet.start("one", Map.of())) {
      final Entry repair = fleet.announce(Fleet.of("2-repaired", scoring(4), new Traffic.Live(), new EffectiveFrom.At(from), Reach.RETROACTIVE));
      Deadline.within(Fleet.PATIENCE, "no veto can come any more", () -> pipeline.rollout().orElseThrow().slot(Fleet.SLOT).plan().timeline(),
          timeline -> timeline.contains(repair));
      return repair;
    }
  }

  /** Labels of another application; versions of the past were loaded for it, and are released once it has come to the present. */
  private static List<Labelled> reprocessed(final Fleet fleet, final String application, final long count, final List<String> past)
      throws Exception {
    final Map<String, String> settings = fleet.apart(application);
    settings.put("labelstream.rollout.linger.ms", "300");
    try (Pipeline pipeline = fleet.start(application, settings)) {
      final List<Labelled> labels = fleet.labels(application + ".out", count);
      past.forEach(version -> assertThat(Fleet.labelledBy(pipeline, version)).as("labelled by %s", version).isPositive());
      Deadline.within(Fleet.PATIENCE, "versions of the past released", () -> states(pipeline),
          states -> past.stream().allMatch(version -> states.get(version) == ModelState.RELEASED) && states.get("3") == ModelState.ACTIVE);
      final long oneModel = pipeline.rollout().orElseThrow().versions().stream().mapToLong(StatusSink.ModelReport::residentBytes).max().orElseThrow();
      Deadline.within(Fleet.PATIENCE, "one open model", () -> pipeline.rollout().orElseThrow().residentBytes(), bytes -> bytes == oneModel);
      assertThat(pipeline.stats().dead()).isZero();
      return labels;
    }
  }

  private static Map<String, ModelState> states(final Pipeline pipeline) {
    final Map<String, ModelState> states = new HashMap<>();
    pipeline.rollout().orElseThrow().versions().forEach(report -> states.put(report.entry().id().version(), report.state()));
    return states;
  }

  private static Map<Long, JsonNode> slots(final List<Labelled> labels) {
    return labels.stream().collect(Collectors.toMap(Labelled::number, label -> label.json().at("/slots")));
  }

  /** A model with weights of its own, whose scores nearly no other one has. */
  private ArtifactReference scoring(final long seed) throws Exception {
    return Fleet.reference(Files.write(models.resolve("scoring-" + seed), new FastTextModelFile(seed).bytes()));
  }

  private static ProducerRecord<byte[], byte[]> words(final Fleet fleet, final long number) {
    final ProducerRecord<byte[], byte[]> text = fleet.text(null, System.currentTimeMillis(), number, "key-" + number % 40);
    return new ProducerRecord<>(text.topic(), null, text.timestamp(), text.key(), Fleet.bytes(WORDS.get((int) (number % WORDS.size()))),
        text.headers());
  }
}
