package io.labelstream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.CanaryKeys;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.control.VerdictCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle and the product have come to their rules by themselves; here they meet. */
class OracleTest {
  private static final long LEAD = 1_000;
  private static final String SLOT = "topic";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void shouldComeToTheVersionsOfTheProduct(final long seed) throws Exception {
    // Given
    final Random random = new Random(seed);
    final List<ControlRecord> records = records(random);
    final ControlLog log = new ControlLog(Lead.of(Duration.ofMillis(LEAD)), Trust.none(), Map.of(SLOT, Optional.empty()));
    final Oracle oracle = new Oracle(LEAD);

    // When
    for (final ControlRecord record : records) {
      log.append(record);
      oracle.take(record.offset(), record.appendTime().orElseThrow(), record.key(), record.value());
    }

    // Then
    final Timeline timeline = log.timeline(SLOT);
    assertThat(timeline.entries()).isNotEmpty();
    for (int question = 0; question < 3_000; question++) {
      final long timestamp = random.nextLong(-500, 60_000);
      final Optional<String> key = random.nextInt(5) == 0 ? Optional.empty() : Optional.of("key-" + random.nextInt(50));
      final Optional<Oracle.Choice> due = choice(timeline.at(timestamp), key);
      assertThat(oracle.choice(SLOT, timestamp, key)).as("timestamp %s, key %s", timestamp, key).isEqualTo(due);
    }
  }

  @Test
  void shouldAllowTheVersionOfBeforeARetroactiveAnnouncement() throws Exception {
    // Given
    final Oracle oracle = new Oracle(LEAD);
    take(oracle, 0, announcement(1, "1", "a", new Traffic.Live(), new EffectiveFrom.Beginning(), Reach.FORWARD));
    proved(oracle, 1, 1, 0);

    // When
    take(oracle, 2, announcement(2, "2", "b", new Traffic.Live(), new EffectiveFrom.At(500), Reach.RETROACTIVE));
    proved(oracle, 3, 2, 2);

    // Then
    assertThat(oracle.choices(SLOT, 499, Optional.empty())).extracting(Oracle.Choice::version).containsExactly("1");
    assertThat(oracle.choices(SLOT, 500, Optional.empty())).extracting(Oracle.Choice::version).containsExactly("2", "1");
  }

  private static void take(final Oracle oracle, final long offset, final Announcement announcement) throws IOException {
    oracle.take(offset, offset * 10, announcement.key().getBytes(StandardCharsets.UTF_8), AnnouncementCodec.encode(announcement));
  }

  private static void proved(final Oracle oracle, final long offset, final long sequence, final long announcement) throws IOException {
    final Verdict verdict = new Verdict(SLOT, sequence, announcement, "one", new Verdict.Proved());
    oracle.take(offset, offset * 10, verdict.key().getBytes(StandardCharsets.UTF_8), VerdictCodec.encode(verdict));
  }

  private static Optional<Oracle.Choice> choice(final TimeSpan span, final Optional<String> key) {
    return span.canary()
        .filter(canary -> key.isPresent() && CanaryKeys.of((Traffic.Canary) canary.announcement().traffic()).contains(key.get()))
        .or(span::live)
        .map(entry -> new Oracle.Choice(entry.announcement().version(), entry.id().sha256(), entry.offset(),
            entry.announcement().traffic() instanceof Traffic.Canary ? "canary" : "live"));
  }

  /** Announcements and verdicts of all kinds, sound and unsound. */
  private static List<ControlRecord> records(final Random random) {
    final List<ControlRecord> records = new ArrayList<>();
    final List<Announcement> announced = new ArrayList<>();
    final List<Long> offsets = new ArrayList<>();
    long time = 0;
    for (int number = 0; number < 120; number++) {
      time += random.nextInt(600);
      final long offset = records.size();
      if (announced.isEmpty() || random.nextInt(5) < 2) {
        final String version = Integer.toString(random.nextInt(12));
        final Announcement next = announcement(random.nextInt(20) == 0 ? 1 : number + 1, version, random.nextInt(20) == 0 ? "f" : "a" + version,
            traffic(random), from(time, random), random.nextInt(6) == 0 ? Reach.RETROACTIVE : Reach.FORWARD);
        announced.add(next);
        offsets.add(offset);
        records.add(record(offset, time, next.key(), AnnouncementCodec.encode(next)));
      } else {
        final int about = Math.max(0, announced.size() - 1 - random.nextInt(3));
        final Verdict verdict = new Verdict(SLOT, announced.get(about).sequence(), offsets.get(about), "instance-" + random.nextInt(2),
            random.nextInt(4) == 0 ? new Verdict.Veto("load-failed", "") : new Verdict.Proved());
        records.add(record(offset, time, verdict.key(), VerdictCodec.encode(verdict)));
      }
    }
    return records;
  }

  private static ControlRecord record(final long offset, final long time, final String key, final byte[] value) {
    return new ControlRecord(offset, OptionalLong.of(time), key.getBytes(StandardCharsets.UTF_8), value, null);
  }

  private static Traffic traffic(final Random random) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Traffic.Canary(random.nextInt(101), "salt");
      case 2, 3 -> new Traffic.Withdrawn();
      case 4 -> new Traffic.Shadow();
      case 5 -> new Traffic.Staged();
      default -> new Traffic.Live();
    };
  }

  private static EffectiveFrom from(final long time, final Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> new EffectiveFrom.Beginning();
      case 1, 2 -> new EffectiveFrom.At(Math.max(1, time - 1_000 + random.nextInt(5_000)));
      default -> new EffectiveFrom.AfterLead();
    };
  }

  private static Announcement announcement(
      final long sequence, final String version, final String digest, final Traffic traffic, final EffectiveFrom from, final Reach reach) {
    return new Announcement(SLOT, sequence, "model", version, "fasttext", new ArtifactReference("file:/x", 1, (digest + "0".repeat(64)).substring(0, 64)),
        Optional.empty(), traffic, from, reach, Objections.HEARD, "", "");
  }
}
