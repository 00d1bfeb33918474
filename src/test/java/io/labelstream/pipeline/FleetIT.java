package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.ConcurrentTest;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.Publisher;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.kafka.ArtifactUpload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of one application, which know of each other only what Kafka tells them. */
@ExtendWith(SharedBroker.class)
class FleetIT {
  private static final Duration A_WHILE = Duration.ofMillis(700);

  private Fleet fleet;

  @TempDir private Path models;

  @BeforeEach
  void createInput(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    fleet = new Fleet(test.getTestMethod().orElseThrow().getName(), broker.bootstrapServers(), models);
    fleet.createInput();
  }

  @ConcurrentTest
  void shouldTakeOverAndRollBackOnBothInstancesAtTheSameEventTimes() throws Exception {
    // Given
    final ArtifactReference first = Fleet.reference(fleet.model("first", "a"));
    final ArtifactReference second = Fleet.reference(fleet.model("second", "b"));
    final List<Labelled> labels;
    final long count;
    try (Pipeline one = fleet.start("one", Map.of()); Pipeline two = fleet.start("two", Map.of())) {
      fleet.announce(Fleet.first("1", first));
      Fleet.awaitRunning(one);
      Fleet.awaitRunning(two);
      try (Publisher publisher = fleet.publish()) {
        awaitLabelsOfBoth("1", one, two);

        // When
        final Entry takeover = fleet.announce(Fleet.live("2", second));
        Fleet.awaitEffective(takeover, A_WHILE);
        final Entry rollback = fleet.announce(Fleet.live("1", first));
        Fleet.awaitEffective(rollback, A_WHILE);

        // Then
        awaitLabelsOfBoth("2", one, two);
        count = publisher.stop();
      }
      labels = fleet.labels(count);
      assertThat(one.stats().dead() + two.stats().dead()).isZero();
    }
    final ControlLog log = fleet.controlLog(Trust.none());
    assertThat(log.entries(Fleet.SLOT)).hasSize(3).allMatch(Entry::counts);
    Fleet.assertOnceEachInOrder(labels, count);
    Fleet.assertByTheirVersions(labels, log.timeline(Fleet.SLOT));
    assertThat(labels).allSatisfy(label -> {
      assertThat(label.label()).isEqualTo(label.version().equals("1") ? "a" : "b");
      assertThat(label.traceparent()).isEqualTo(Fleet.traceparent(label.number()));
    });
    assertThat(labels.stream().map(label -> label.model("controlOffset"))).as("all three entries have served")
        .containsAll(log.entries(Fleet.SLOT).stream().map(entry -> Long.toString(entry.offset())).toList());
  }

  @ConcurrentTest
  void shouldMoveKeysToACanaryOneWayOnlyAndTakeAllBackWhenItIsWithdrawn() throws Exception {
    // Given
    final int keys = 200;
    final ArtifactReference stable = Fleet.reference(fleet.model("stable", "a"));
    final ArtifactReference candidate = Fleet.reference(fleet.model("candidate", "b"));
    final Entry few;
    final Entry more;
    final Entry withdrawn;
    final List<Labelled> labels;
    try (Pipeline one = fleet.start("one", Map.of()); Pipeline two = fleet.start("two", Map.of())) {
      fleet.announce(Fleet.first("1", stable));
      Fleet.awaitRunning(one);
      Fleet.awaitRunning(two);
      final Publisher.Texts everyKeyOnEveryPartition = number -> fleet.text((int) (number / (keys + 1) % Fleet.PARTITIONS),
          System.currentTimeMillis(), number, number % (keys + 1) == keys ? null : "key-" + number % (keys + 1));
      try (Publisher publisher = fleet.publish(everyKeyOnEveryPartition)) {

        // When
        few = fleet.announce(canary(candidate, 30));
        Fleet.awaitEffective(few, Duration.ofSeconds(2));
        more = fleet.announce(canary(candidate, 60));
        Fleet.awaitEffective(more, Duration.ofSeconds(2));
        withdrawn = fleet.announce(
            Fleet.of("2", candidate, new Traffic.Withdrawn(), new EffectiveFrom.AfterLead(), Reach.FORWARD));
        Fleet.awaitEffective(withdrawn, Duration.ofSeconds(2));

        // Then
        final long count = publisher.stop();
        labels = fleet.labels(count);
        Fleet.assertOnceEachInOrder(labels, count);
      }
      awaitLabelsOfBoth("2", one, two);
    }
    Fleet.assertByTheirVersions(labels, fleet.timeline());
    final Set<String> atFew = canaryKeys(labels, few.effectiveFrom(), more.effectiveFrom());
    final Set<String> atMore = canaryKeys(labels, more.effectiveFrom(), withdrawn.effectiveFrom());
    assertThat(atFew).as("about 30 %% of the keys, and not the records without one").hasSizeBetween(40, 80).doesNotContain("");
    assertThat(atMore).as("about 60 %% of the keys, and not the records without one").hasSizeBetween(100, 140).doesNotContain("").containsAll(atFew);
    assertThat(canaryKeys(labels, withdrawn.effectiveFrom(), Long.MAX_VALUE)).isEmpty();
    assertThat(labels).anyMatch(label -> label.timestamp() > withdrawn.effectiveFrom() && atFew.contains(label.keyText()));
  }

  @ConcurrentTest
  void shouldWriteWhatAShadowSaysToItsOwnTopicOnly() throws Exception {
    // Given
    final ArtifactReference serving = Fleet.reference(fleet.model("serving", "a"));
    final ArtifactReference challenger = Fleet.reference(fleet.model("challenger", "b"));
    final Entry shadow;
    final long count;
    final List<Labelled> labels;
    final List<Labelled> disagreements;
    try (Pipeline one = fleet.start("one", Map.of()); Pipeline two = fleet.start("two", Map.of())) {
      fleet.announce(Fleet.first("1", serving));
      Fleet.awaitRunning(one);
      Fleet.awaitRunning(two);
      try (Publisher publisher = fleet.publish()) {

        // When
        shadow = fleet.announce(Fleet.of("2", challenger, new Traffic.Shadow(), new EffectiveFrom.AfterLead(), Reach.FORWARD));
        Fleet.awaitEffective(shadow, A_WHILE);
        final Entry end = fleet.announce(
            Fleet.of("2", challenger, new Traffic.Withdrawn(), new EffectiveFrom.AfterLead(), Reach.FORWARD));
        Fleet.awaitEffective(end, A_WHILE);
        count = publisher.stop();
        labels = fleet.labels(count);
      }

      // Then
      assertThat(List.of(one, two)).allSatisfy(pipeline -> assertThat(pipeline.stats().shadows().get(Fleet.SLOT).disagreed()).isPositive());
      final long shed = shed(one) + shed(two);
      final Timeline timeline = fleet.timeline();
      final Set<Long> expected = labels.stream().filter(label -> timeline.at(label.timestamp()).shadow().isPresent())
          .map(Labelled::number).collect(Collectors.toSet());
      disagreements = fleet.labels(fleet.name() + ".out.shadow", expected.size() - shed);
      assertThat(disagreements).extracting(Labelled::number).as("each at most once, and none beyond the shadow's time")
          .doesNotHaveDuplicates().isSubsetOf(expected).hasSize((int) (expected.size() - shed));
    }
    Fleet.assertOnceEachInOrder(labels, count);
    assertThat(labels).extracting(Labelled::version).containsOnly("1");
    assertThat(disagreements).allSatisfy(disagreement -> {
      assertThat(disagreement.traceparent()).isEqualTo(Fleet.traceparent(disagreement.number()));
      assertThat(disagreement.json().at("/serving/model/version").asText()).isEqualTo("1");
      assertThat(disagreement.json().at("/shadow/model/version").asText()).isEqualTo("2");
      assertThat(disagreement.json().at("/shadow/model/controlOffset").asLong()).isEqualTo(shadow.offset());
      assertThat(new String(disagreement.value(), StandardCharsets.UTF_8)).as("the text itself is not in it").doesNotContain("alpha");
    });
  }

  @ConcurrentTest
  void shouldSwitchWithTheOthersWhenAnInstanceStartsWhileARolloutIsUnderWay() throws Exception {
    // Given
    final ArtifactReference first = Fleet.reference(fleet.model("first", "a"));
    final ArtifactReference second = Fleet.reference(fleet.model("second", "b"));
    try (Pipeline early = fleet.start("early", Map.of())) {
      fleet.announce(Fleet.first("1", first));
      Fleet.awaitRunning(early);
      try (Publisher publisher = fleet.publish()) {
        final Entry takeover = fleet.announce(Fleet.of("2", second, new Traffic.Live(),
            new EffectiveFrom.At(System.currentTimeMillis() + 15_000), Reach.FORWARD));

        // When
        try (Pipeline late = fleet.start("late", Map.of())) {
          Deadline.within(Fleet.PATIENCE, "labels of the late instance", () -> Fleet.labelledBy(late, "1"), labelled -> labelled > 0);
          assertThat(System.currentTimeMillis()).as("still before the takeover").isLessThan(takeover.effectiveFrom());
          Fleet.awaitEffective(takeover, A_WHILE);

          // Then
          awaitLabelsOfBoth("2", early, late);
          final long count = publisher.stop();
          final List<Labelled> labels = fleet.labels(count);
          Fleet.assertOnceEachInOrder(labels, count);
          Fleet.assertByTheirVersions(labels, fleet.timeline());
        }
      }
    }
  }

  @ConcurrentTest
  void shouldNeedNothingButKafkaForAModelThatTravelsThroughIt() throws Exception {
    // Given
    final Path file = fleet.model("travelling", "a");
    final Map<String, String> noLocations = Fleet.with("labelstream.rollout.locations", "");
    try (Pipeline one = fleet.start("one", noLocations); Pipeline two = fleet.start("two", noLocations);
        ArtifactUpload upload = new ArtifactUpload(fleet.kafka(), fleet.name() + ".artifacts")) {

      // When
      final ArtifactReference uploaded = upload.upload(file, List.of(), Fleet.PATIENCE);
      Files.delete(file);
      fleet.announce(Fleet.first("1", uploaded));

      // Then
      Fleet.awaitRunning(one);
      Fleet.awaitRunning(two);
      try (Publisher publisher = fleet.publish()) {
        awaitLabelsOfBoth("1", one, two);
        final long count = publisher.stop();
        final List<Labelled> labels = fleet.labels(count);
        Fleet.assertOnceEachInOrder(labels, count);
        Fleet.assertByTheirVersions(labels, fleet.timeline());
        assertThat(labels).extracting(Labelled::label).containsOnly("a");
      }
    }
  }

  private static Announcement canary(final ArtifactReference artifact, final int percent) {
    return Fleet.of("2", artifact, new Traffic.Canary(percent, "salt"), new EffectiveFrom.AfterLead(), Reach.FORWARD);
  }

  /** The keys that the canary has labelled in a span of time; whichever instance had a key, all agree about it. */
  private static Set<String> canaryKeys(final List<Labelled> labels, final long from, final long to) {
    final Set<String> canary = new HashSet<>();
    final Set<String> live = new HashSet<>();
    labels.stream().filter(label -> label.timestamp() >= from && label.timestamp() < to)
        .forEach(label -> (label.version().equals("2") ? canary : live).add(label.keyText()));
    assertThat(canary).as("keys on which partitions disagree").doesNotContainAnyElementsOf(live);
    return canary;
  }

  private static long shed(final Pipeline pipeline) {
    return pipeline.stats().shadows().get(Fleet.SLOT).shed();
  }

  private static void awaitLabelsOfBoth(final String version, final Pipeline one, final Pipeline two) {
    Deadline.within(Fleet.PATIENCE, "labels of version " + version + " by both instances",
        () -> List.of(Fleet.labelledBy(one, version), Fleet.labelledBy(two, version)), counts -> counts.stream().allMatch(count -> count > 20));
  }
}
