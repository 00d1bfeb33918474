package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.BrokerProcess;
import io.labelstream.fixture.ChildJvm;
import io.labelstream.fixture.ConcurrentTest;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.Entries;
import io.labelstream.fixture.Publisher;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.pipeline.replay.ReplayRange;
import io.labelstream.pipeline.replay.ReplayReport;
import io.labelstream.pipeline.replay.ReplayVerification;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.NaiveTimeline;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.kafka.Announcer;
import io.labelstream.rollout.kafka.ArtifactUpload;
import io.labelstream.rollout.kafka.ControlTopicReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** No mishap of one instance changes which version labels: the control topic decides, for all instances and after every restart. */
@ExtendWith(SharedBroker.class)
class RolloutPurityIT {
  private static final Duration A_WHILE = Duration.ofMillis(500);

  @TempDir private Path models;
  @TempDir private Path elsewhere;

  @ConcurrentTest
  void shouldLeaveAVetoedAnnouncementVoidWhenTheSameFileIsAnnouncedRightly(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    // Given
    final Fleet fleet = fleet(test, broker);
    final Map<String, String> base = base(fleet);
    final Path second = fleet.model("second", "b");
    final ArtifactReference right = Fleet.reference(second);
    final ArtifactReference wrong = Fleet.reference(Files.copy(second, elsewhere.resolve("second.bin")));
    final Entry vetoed;
    try (Pipeline one = fleet.start("one", base); Pipeline two = fleet.start("two", base)) {
      Fleet.awaitRunning(one);
      Fleet.awaitRunning(two);
      try (Publisher publisher = fleet.publish()) {
        vetoed = fleet.announceAny(Fleet.live("2", wrong));
        Fleet.awaitEffective(vetoed, A_WHILE);

        // When
        final Entry again = fleet.announce(Fleet.live("2", right));

        // Then
        Fleet.awaitEffective(again, A_WHILE);
        assertByTheLog(fleet, fleet.labels(publisher.stop()));
      }
    }
    assertThat(veto(vetoed)).isEqualTo("location-forbidden");
    assertReplayEqual(fleet, base);
  }

  @ConcurrentTest
  void shouldKeepServingAfterARestartWhenALiveVersionAndACanaryAreAnnouncedAgainFromAnUnreadableFolder(final TestInfo test, final EmbeddedBroker broker)
      throws Exception {
    // Given
    final Fleet fleet = fleet(test, broker);
    final Map<String, String> base = base(fleet);
    final Path live = fleet.model("second", "b");
    final Path canary = fleet.model("third", "c");
    long count;
    try (Pipeline one = fleet.start("one", base)) {
      Fleet.awaitRunning(one);
      try (Publisher publisher = fleet.publish()) {
        fleet.announce(Fleet.live("2", Fleet.reference(live)));
        final Entry serving = fleet.announce(
            Fleet.of("3", Fleet.reference(canary), new Traffic.Canary(50, "salt"), new EffectiveFrom.AfterLead(), Reach.FORWARD));
        Fleet.awaitEffective(serving, A_WHILE);

        // When
        fleet.announce(forward("2", Fleet.reference(Files.copy(live, elsewhere.resolve("second.bin"))), new Traffic.Staged()));
        final Entry shadow = fleet.announce(forward("3", Fleet.reference(Files.copy(canary, elsewhere.resolve("third.bin"))), new Traffic.Shadow()));
        Fleet.awaitEffective(shadow, A_WHILE);
        count = publisher.stop();
      }
    }
    final List<Labelled> labels;
    try (Pipeline restarted = fleet.start("one", base); Publisher publisher = fleet.publish()) {
      Fleet.awaitRunning(restarted);
      Deadline.within(Fleet.PATIENCE, "labels by both versions", () -> Fleet.labelledBy(restarted, "2") > 20 && Fleet.labelledBy(restarted, "3") > 20,
          Boolean.TRUE::equals);
      labels = fleet.labels(count + publisher.stop());
    }

    // Then
    assertByTheLog(fleet, labels);
    assertReplayEqual(fleet, base);
  }

  @ConcurrentTest
  void shouldAgreeWhenAnInstanceIsPausedForLongerThanAFetchMayTake(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    // Given
    final Fleet fleet = fleet(test, broker);
    final Map<String, String> base = base(fleet);
    final ArtifactReference second = Fleet.reference(fleet.model("second", "b"));
    final List<String> arguments = fleet.settings("paused", base).entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
    try (Pipeline one = fleet.start("one", base); ChildJvm paused = ChildJvm.start(PipelineProcess.class, arguments)) {
      paused.awaitLine(PipelineProcess.STARTED);
      Fleet.awaitRunning(one);
      try (Publisher publisher = fleet.publish()) {

        // When
        paused.signal("STOP");
        final Entry entry = fleet.announce(Fleet.live("2", second));
        Fleet.awaitEffective(entry, A_WHILE);
        paused.signal("CONT");

        // Then
        Deadline.within(Fleet.PATIENCE, "the paused instance has the version", fleet::status, states -> states.stream()
            .anyMatch(state -> state.instance().equals("paused") && state.version().equals("2") && state.state().equals("active")));
        assertByTheLog(fleet, fleet.labels(publisher.stop()));
        assertThat(entry.decision()).isInstanceOfSatisfying(Decision.Proved.class, proof -> assertThat(proof.instance()).isEqualTo("one"));
      }
    }
    assertReplayEqual(fleet, base);
  }

  @ConcurrentTest
  void shouldProveAnUploadedAnnouncementOnceTheBrokerIsBack(final TestInfo test, @TempDir final Path directory) throws Exception {
    // Given
    final int port = unusedPort();
    final List<String> arguments = List.of(directory.toString(), Integer.toString(port));
    final Fleet fleet = new Fleet(test.getTestMethod().orElseThrow().getName(), "127.0.0.1:" + port, models);
    final Map<String, String> base = base(fleet);
    final Path second = fleet.model("second", "b");
    final ChildJvm before = ChildJvm.start(BrokerProcess.class, arguments);
    before.awaitLine(BrokerProcess.STARTED);
    fleet.createInput();
    try (Pipeline one = fleet.start("one", base); Pipeline two = fleet.start("two", base)) {
      Fleet.awaitRunning(one);
      Fleet.awaitRunning(two);
      final ArtifactReference uploaded;
      try (ArtifactUpload upload = new ArtifactUpload(fleet.kafka(), fleet.name() + ".artifacts")) {
        uploaded = upload.upload(second, List.of(), Fleet.PATIENCE);
      }
      final long offset;
      try (Announcer announcer = fleet.announcer()) {
        offset = announcer.announce(Fleet.live("2", uploaded), Fleet.PATIENCE).offset();
      }

      // When
      before.kill();
      Deadline.within(Fleet.PATIENCE, "news of the broker's end", () -> one.control().orElseThrow().trouble(), trouble -> !trouble.isEmpty());
      try (ChildJvm back = ChildJvm.start(BrokerProcess.class, arguments)) {
        back.awaitLine(BrokerProcess.STARTED);

        // Then
        Deadline.within(Fleet.PATIENCE, "a proof", () -> entry(fleet, offset), Entry::counts);
        try (Publisher publisher = fleet.publish()) {
          awaitLabelsByTheSecond(one, two);
          assertByTheLog(fleet, fleet.labels(publisher.stop()));
        }
        // They commit what they have done, for which there has to be a broker.
        one.close();
        two.close();
      }
    }
  }

  @ConcurrentTest
  void shouldVetoForGoodWhatDoesNotFitIntoTheBudgetBesideTheVersionThatServes(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    // Given
    final Fleet fleet = fleet(test, broker);
    final Map<String, String> base = base(fleet);
    final long bytes;
    try (Pipeline one = fleet.start("one", base)) {
      bytes = one.rollout().orElseThrow().residentBytes();
    }
    base.put("labelstream.rollout.memory.bytes", Long.toString(bytes * 3 / 2));
    final ArtifactReference second = Fleet.reference(fleet.model("second", "b"));
    final Entry vetoed;
    long count;
    try (Pipeline one = fleet.start("one", base); Publisher publisher = fleet.publish()) {
      Fleet.awaitRunning(one);
      vetoed = fleet.announceAny(Fleet.live("2", second));
      Fleet.awaitEffective(vetoed, A_WHILE);
      count = publisher.stop();
    }

    // When
    final List<Labelled> labels;
    try (Pipeline restarted = fleet.start("one", base); Publisher publisher = fleet.publish()) {
      Fleet.awaitRunning(restarted);
      Deadline.within(Fleet.PATIENCE, "labels after the restart", () -> restarted.stats().out(), out -> out > 20);
      labels = fleet.labels(count + publisher.stop());
    }

    // Then
    assertThat(veto(vetoed)).isEqualTo("over-budget");
    assertThat(labels).extracting(Labelled::version).doesNotContain("2");
    assertByTheLog(fleet, labels);
    assertReplayEqual(fleet, base);
  }

  @ConcurrentTest
  void shouldProveTheGoodAndVetoTheBadThatWasAnnouncedWhileNobodyRan(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    // Given
    final Fleet fleet = fleet(test, broker);
    final Map<String, String> base = base(fleet);
    final ArtifactReference good = Fleet.reference(fleet.model("second", "b"));
    final ArtifactReference bad = Fleet.reference(Files.writeString(models.resolve("bad.bin"), "no model"));
    try (Pipeline first = fleet.start("first", base)) {
      Fleet.awaitRunning(first);
    }
    final long offsetOfGood;
    final long offsetOfBad;
    try (Announcer announcer = fleet.announcer()) {
      offsetOfGood = announcer.announce(Fleet.live("2", good), Fleet.PATIENCE).offset();
      offsetOfBad = announcer.announce(Fleet.live("3", bad), Fleet.PATIENCE).offset();
    }

    // When
    try (Pipeline one = fleet.start("one", base); Publisher publisher = fleet.publish()) {
      Fleet.awaitRunning(one);

      // Then
      Deadline.within(Fleet.PATIENCE, "a proof", () -> entry(fleet, offsetOfGood), Entry::counts);
      final Entry vetoed = Deadline.within(Fleet.PATIENCE, "a veto", () -> entry(fleet, offsetOfBad), Entry::isVoid);
      assertThat(veto(vetoed)).isEqualTo("model-refused");
      awaitLabelsByTheSecond(one);
      assertByTheLog(fleet, fleet.labels(publisher.stop()));
    }
    assertReplayEqual(fleet, base);
  }

  @ConcurrentTest
  void shouldTakeNothingFromTheOthersWhenANewcomerCannotServeAVersionThatCounts(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    // Given
    final Fleet fleet = fleet(test, broker);
    final Map<String, String> base = base(fleet);
    final Path second = fleet.model("second", "b");
    try (Pipeline one = fleet.start("one", base); Publisher publisher = fleet.publish()) {
      Fleet.awaitRunning(one);
      final Entry entry = fleet.announce(Fleet.live("2", Fleet.reference(second)));
      Fleet.awaitEffective(entry, A_WHILE);

      // When
      base.put("labelstream.rollout.locations", elsewhere.toString());
      try (Pipeline newcomer = fleet.start("newcomer", base)) {
        Deadline.within(Fleet.PATIENCE, "the newcomer's failure", () -> newcomer.rollout().orElseThrow().missing(),
            missing -> missing.values().stream().anyMatch(Optional::isPresent));

        // Then
        assertThat(newcomer.state()).isNotEqualTo(PipelineState.RUNNING);
        assertThat(fleet.controlLog(Trust.none()).entry(Fleet.SLOT, entry.offset())).hasValueSatisfying(now -> assertThat(now.counts()).isTrue());
        assertByTheLog(fleet, fleet.labels(publisher.stop()));
      }
    }
  }

  @ConcurrentTest
  void shouldNotCallLabelsWrongWhoseVersionAReplayCannotRead(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    // Given
    final Fleet fleet = fleet(test, broker);
    final Map<String, String> base = base(fleet);
    try (Pipeline one = fleet.start("one", base); Publisher publisher = fleet.publish()) {
      Fleet.awaitRunning(one);
      fleet.announce(Fleet.live("2", Fleet.reference(fleet.model("second", "b"))));
      awaitLabelsByTheSecond(one);
      fleet.labels(publisher.stop());
    }
    base.put("labelstream.rollout.locations", elsewhere.toString());

    // When
    final ReplayReport report = replay(fleet, base);

    // Then
    assertThat(report.verdict()).isEqualTo(ReplayReport.Verdict.INCOMPLETE);
    assertThat(report.counts().get(ReplayReport.Finding.UNCHECKED)).isPositive();
    assertThat(report.counts().get(ReplayReport.Finding.EQUAL)).isPositive();
    assertThat(report.differences()).allSatisfy(each -> assertThat(each.detail()).contains("location-forbidden"));
  }

  @ConcurrentTest
  void shouldNotCallLabelsWrongWhoseSupersededVersionAReplayCannotRead(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    // Given
    final Fleet fleet = fleet(test, broker);
    final Map<String, String> base = base(fleet);
    final Path second = fleet.model("second", "b");
    try (Pipeline one = fleet.start("one", base); Publisher publisher = fleet.publish()) {
      Fleet.awaitRunning(one);
      final Entry superseded = fleet.announce(Fleet.live("2", Fleet.reference(second)));
      awaitLabelsByTheSecond(one);
      fleet.labels(publisher.stop());
      fleet.announce(Fleet.of("3", Fleet.reference(fleet.model("third", "c")), new Traffic.Live(), new EffectiveFrom.At(superseded.effectiveFrom()),
          Reach.RETROACTIVE));
      Files.delete(second);
    }

    // When
    final ReplayReport report = replay(fleet, base);

    // Then
    assertThat(report.verdict()).isEqualTo(ReplayReport.Verdict.INCOMPLETE);
    assertThat(report.counts().get(ReplayReport.Finding.UNCHECKED)).isPositive();
    assertThat(report.counts().get(ReplayReport.Finding.EQUAL)).isPositive();
  }

  private Fleet fleet(final TestInfo test, final EmbeddedBroker broker) throws Exception {
    final Fleet fleet = new Fleet(test.getTestMethod().orElseThrow().getName(), broker.bootstrapServers(), models);
    fleet.createInput();
    return fleet;
  }

  /** Settings with a base version. */
  private static Map<String, String> base(final Fleet fleet) throws Exception {
    return Fleet.with("labelstream.slot." + Fleet.SLOT + ".model", fleet.model("base", "a").toString());
  }

  private static Announcement forward(final String version, final ArtifactReference artifact, final Traffic traffic) {
    return Fleet.of(version, artifact, traffic, new EffectiveFrom.AfterLead(), Reach.FORWARD);
  }

  private static Entry entry(final Fleet fleet, final long offset) throws Exception {
    return fleet.controlLog(Trust.none()).entry(Fleet.SLOT, offset).orElseThrow();
  }

  private static String veto(final Entry entry) {
    assertThat(entry.decision()).isInstanceOf(Decision.Vetoed.class);
    final Verdict.Veto veto = ((Decision.Vetoed) entry.decision()).veto();
    return veto.code();
  }

  /** Every label is confirmed, and of the entry that the control topic gives for its time and key, by a computation that shares nothing with the product's. */
  private static void assertByTheLog(final Fleet fleet, final Collection<Labelled> labels) throws Exception {
    final NaiveTimeline timeline;
    try (ControlTopicReader reader = new ControlTopicReader(fleet.kafka(), fleet.name() + ".models")) {
      timeline = NaiveTimeline.of(reader.read(Fleet.PATIENCE), Fleet.LEAD, Optional.of(Entries.base()));
    }
    assertThat(labels).isNotEmpty().allSatisfy(label -> {
      final long expected = timeline.label(label.timestamp(), label.key());
      assertThat(label.model("controlOffset")).isEqualTo(expected == Entry.BASE_OFFSET ? "null" : Long.toString(expected));
      assertThat(label.model("confirmed")).isEqualTo("true");
    });
  }

  private static void awaitLabelsByTheSecond(final Pipeline... by) {
    Deadline.within(Fleet.PATIENCE, "labels by the second version",
        () -> Arrays.stream(by).mapToLong(pipeline -> Fleet.labelledBy(pipeline, "2")).sum(), labelled -> labelled > 20);
  }

  private static void assertReplayEqual(final Fleet fleet, final Map<String, String> settings) throws Exception {
    final ReplayReport report = replay(fleet, settings);
    assertThat(report.verdict()).as("%s", report).isEqualTo(ReplayReport.Verdict.EQUAL);
  }

  private static ReplayReport replay(final Fleet fleet, final Map<String, String> settings) throws Exception {
    return ReplayVerification.verify(
        PipelineConfig.of(fleet.settings("replay", settings)), new ReplayRange(new ReplayRange.Bound.AtOffset(0), Optional.empty()), 10);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
