package io.labelstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.OneLabelClassifier;
import io.labelstream.model.ModelOptions;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.control.VerdictCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More announcements than anybody makes, of which each must cost a look-up and not a scan: with scans, this would take hours. */
class RolloutScaleTest {
  private static final String SLOT = "slot";
  private static final String FAMILY = "one-label";
  private static final int ANNOUNCEMENTS = 100_000;
  private static final int VERSIONS = 3;
  private static final int BATCH = 500;
  private static final Lead LEAD = Lead.of(Duration.ofSeconds(30));

  private final ControlLog log = new ControlLog(LEAD, Trust.none(), Map.of(SLOT, Optional.empty()));
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final List<Verdict> verdicts = new ArrayList<>();
  private long now = 1_700_000_000_000L;
  private long offset;

  private final RolloutEngine engine = new RolloutEngine(
      new RolloutSettings(LEAD, ModelOptions.defaults(), 1 << 20, 1 << 30, MemoryPolicy.AVAILABILITY, Duration.ofSeconds(2), Duration.ofSeconds(1),
          Path.of("nowhere")),
      Set.of(SLOT), new Judge.Instance("one", verdicts::add), new StatusReports(new Unheard()), () -> Instant.ofEpochMilli(now));

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void shouldDecideAHundredThousandAnnouncements() {
    // Given
    engine.start(new AtOnce());
    engine.confirm(LEAD.confirmedUntil(now));

    // When
    for (int first = 0; first < ANNOUNCEMENTS; first += BATCH) {
      final List<Entry> changed = new ArrayList<>();
      for (int number = first; number < first + BATCH; number++) {
        changed.addAll(announce(number));
      }
      engine.accept(changed, List.of());
      settle();
      now += 100;
      engine.confirm(LEAD.confirmedUntil(now));
    }

    // Then
    now += LEAD.length().toMillis();
    engine.confirm(LEAD.confirmedUntil(now));
    final TimeSpan present = engine.slot(SLOT).plan().timeline().at(now);
    assertThat(present.live()).hasValueSatisfying(entry -> assertThat(entry.announcement().sequence()).isEqualTo(ANNOUNCEMENTS));
    assertThat(log.entries(SLOT)).hasSize(ANNOUNCEMENTS);
    assertThat(engine.overview().missing()).isEmpty();
    assertThat(offset - ANNOUNCEMENTS).as("verdicts: what is superseded before anybody has proved it gets none").isLessThan(10 * ANNOUNCEMENTS / BATCH);
  }

  private List<Entry> announce(final int number) {
    final int version = number % VERSIONS;
    final Announcement announcement = new Announcement(SLOT, number + 1, "model", "v" + version, FAMILY,
        new ArtifactReference("file:///models/" + version, 1, String.format("%064x", version + 1)), Optional.empty(), new Traffic.Live(),
        new EffectiveFrom.AfterLead(), Reach.FORWARD, "", "");
    return append(announcement.key(), AnnouncementCodec.encode(announcement));
  }

  /** Does the work that there is, and has the log read back what comes of it. */
  private void settle() {
    while (!work.isEmpty() || !verdicts.isEmpty()) {
      while (!work.isEmpty()) {
        work.poll().run();
      }
      final List<Entry> changed = new ArrayList<>();
      List.copyOf(verdicts).forEach(verdict -> changed.addAll(append(verdict.key(), VerdictCodec.encode(verdict))));
      verdicts.clear();
      engine.accept(changed, List.of());
    }
  }

  private List<Entry> append(final String key, final byte[] value) {
    return log.append(new ControlRecord(offset++, OptionalLong.of(now), key.getBytes(StandardCharsets.UTF_8), value, null)).changed();
  }

  private final class AtOnce implements Preparer {
    @Override
    public void fetch(final Attempt attempt) {
      work.add(() -> engine.fetched(attempt, new Fetched(Optional.empty(), Optional.empty())));
    }

    @Override
    public void verify(final Attempt attempt) {
      work.add(() -> engine.verified(attempt, new Verified(1, Optional.empty(), Optional.empty())));
    }

    @Override
    public void open(final Attempt attempt) {
      work.add(() -> engine.opened(attempt, new Resident(attempt.version.id.sha256(), new OneLabelClassifier(attempt.version.id.version()))));
    }

    @Override
    public void prove(final Attempt attempt) {
      work.add(() -> engine.proved(attempt));
    }
  }

  private static final class Unheard implements StatusSink {
    @Override
    public void model(final ModelReport report) {
      // Nobody looks.
    }

    @Override
    public void control(final ControlReport report) {
      // Nobody looks.
    }
  }
}
