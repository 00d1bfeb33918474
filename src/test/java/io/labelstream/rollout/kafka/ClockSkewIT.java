package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.Decisions;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.model.ModelOptions;
import io.labelstream.rollout.Judge;
import io.labelstream.rollout.MemoryPolicy;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.Rollout;
import io.labelstream.rollout.RolloutSettings;
import io.labelstream.rollout.artifact.FileArtifacts;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.RejectionCode;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An instance whose clock is ahead of the broker's. */
@ExtendWith(SharedBroker.class)
class ClockSkewIT {
  private static final Lead LEAD = Lead.of(Duration.ofSeconds(2));
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String SLOT = "topic";

  @ParameterizedTest
  @CsvSource({"400, 0", "5000, 1"})
  void shouldTellOfAClockThatIsFurtherAheadThanAQuarterOfTheLeadAndTakeTheVersionAllTheSame(
      final long aheadMillis, final int reports, final EmbeddedBroker broker, @TempDir final Path models) throws Exception {
    // Given
    final String name = "skew-" + aheadMillis;
    final Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    final Topics topics = new Topics(broker.bootstrapServers());
    topics.create(name, 1, Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime"));
    topics.create(name + ".status", 1, Map.of("cleanup.policy", "compact"));
    final InstantSource ahead = InstantSource.offset(InstantSource.system(), Duration.ofMillis(aheadMillis));
    final RolloutSettings settings = new RolloutSettings(LEAD, ModelOptions.defaults(), 1 << 20, 1 << 24, MemoryPolicy.AVAILABILITY,
        Duration.ofSeconds(1), Duration.ofSeconds(1), models);
    try (StatusPublisher status = StatusPublisher.start(
            new StatusPublisher.Settings(name + ".status", "one", "token", name, LEAD.length(), PATIENCE), kafka,
            () -> new StatusPublisher.Heartbeat(List.of(SLOT), "running", 0, InstanceState.Currency.CAUGHT_UP, 0, SharedConfig.none(), List.of()), ahead);
        VerdictWriter verdicts = new VerdictWriter(kafka, name);
        Rollout rollout = Rollout.open(settings, Map.of(SLOT, Optional.empty()), Map.of("file", FileArtifacts.below(List.of(models))),
            new Judge.Instance("one", verdicts), status, ahead);
        ControlReader reader = ControlReader.start(new ControlReader.Settings(name, LEAD),
            new ControlLog(LEAD, Trust.none(), rollout.baseEntries()), rollout, status, ahead, kafka)) {
      assertThat(reader.awaitCaughtUp(PATIENCE)).isInstanceOf(ControlReader.CaughtUp.class);

      // When
      final Entry entry = announce(kafka, name, new FastTextModelFile(1).write(models));

      // Then
      final long effectiveFrom = entry.effectiveFrom();
      Deadline.within(PATIENCE, "the version", rollout::versions, versions -> versions.size() == 1 && versions.getFirst().state() == ModelState.ACTIVE);
      Deadline.within(PATIENCE, "a confirmation of what comes after it", () -> rollout.slot(SLOT).plan().confirmedUntil(),
          until -> until > effectiveFrom);
      assertThat(rollout.slot(SLOT).plan().timeline().at(effectiveFrom).live()).isPresent();
      try (StatusReader fleet = new StatusReader(kafka, name + ".status")) {
        final List<VersionState> states = Deadline.within(PATIENCE, "the version's state on the status topic",
            () -> fleet.read(PATIENCE).versions(), versions -> versions.stream().anyMatch(version -> version.state().equals(ModelState.ACTIVE.code())));
        assertThat(states.stream().filter(state -> state.code().equals(RejectionCode.CLOCK_SKEW.code()))).hasSize(reports)
            .allSatisfy(report -> {
              assertThat(report.slot()).isEqualTo(SLOT);
              assertThat(report.controlOffset()).hasValue(entry.offset());
            });
        assertThat(states).hasSize(1 + reports);
      }
    }
  }

  private static Entry announce(final Map<String, Object> kafka, final String topic, final Path model) throws Exception {
    final String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(model)));
    try (Announcer announcer = Announcer.open(kafka, topic, LEAD, Trust.none(), Optional.empty(), PATIENCE)) {
      return Decisions.await(announcer, announcer.announce(new Announcement(SLOT, 1, "model", "1", "fasttext",
          new ArtifactReference(model.toUri().toString(), Files.size(model), sha256), Optional.empty(), new Traffic.Live(),
          new EffectiveFrom.AfterLead(), Reach.FORWARD, "", ""), PATIENCE), PATIENCE);
    }
  }
}
