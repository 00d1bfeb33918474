package io.labelstream.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.cli.output.Style;
import io.labelstream.cli.output.Terminal;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.AnnouncementCodec;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.ControlRecord;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.Objections;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import io.labelstream.rollout.control.Trust;
import io.labelstream.rollout.control.Verdict;
import io.labelstream.rollout.control.VerdictCodec;
import io.labelstream.rollout.fleet.FleetLead;
import io.labelstream.rollout.fleet.Fleets;
import io.labelstream.rollout.fleet.History;
import io.labelstream.rollout.fleet.HistoryReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A control log with lead 30 s whose first record was appended at {@link #START}. */
class HistoryTest {
  private static final FleetLead LEAD = new FleetLead(Duration.ofSeconds(30), Optional.empty());
  private static final Terminal TERMINAL = new Terminal(Terminal.Kind.INTERACTIVE, Style.PLAIN, 100);
  private static final Instant START = Fleets.NOW.minusSeconds(600);

  private final List<ControlRecord> records = new ArrayList<>();

  @Test
  void shouldShowWhenAnAnnouncementWasToCountAndWhenItDoesAndWhoHasProvedIt() {
    // Given
    announce(0, 1, new EffectiveFrom.AfterLead(), new Traffic.Live(), Objections.HEARD);
    judge(5, 1, 0, "one", new Verdict.Proved());
    judge(6, 1, 0, "two", new Verdict.Proved());
    announce(10, 2, new EffectiveFrom.At(START.plusSeconds(40).toEpochMilli()), new Traffic.Live(), Objections.HEARD);
    judge(20, 2, 3, "one", new Verdict.Proved());

    // When
    final String text = HistoryText.render(history(), TERMINAL);

    // Then
    assertThat(text).isEqualTo("""
        slot language: 5 control records in models, lead 30 s

        OFFSET  SEQUENCE  APPENDED                  RECORD        SIGNED  OUTCOME
             0         1  2026-01-31T11:50:00.000Z  live          no      proved
                lid 1 (000000000000), effective from 2026-01-31T11:50:35.000Z: note 1
             1         1  2026-01-31T11:50:05.000Z  proof by one  -       lets it count
             2         1  2026-01-31T11:50:06.000Z  proof by two  -       no effect
             3         2  2026-01-31T11:50:10.000Z  live          no      proved
                lid 2 (000000000000), effective from 2026-01-31T11:50:50.000Z (asked for 2026-01-31T11:50:40.000Z):
                  note 2
             4         2  2026-01-31T11:50:20.000Z  proof by one  -       lets it count

        timeline
          FROM                                       LIVE     CANARY  SHADOW
          the beginning                              nothing
          2026-01-31T11:50:35.000Z  9 min ago        lid 1
          2026-01-31T11:50:50.000Z  9 min ago (now)  lid 2
        """);
  }

  @Test
  void shouldShowWhatEachVetoHasDone() {
    // Given
    vetoes();

    // When
    final String text = HistoryText.render(history(), TERMINAL);

    // Then
    assertThat(text).isEqualTo("""
        slot language: 9 control records in models, lead 30 s

        OFFSET  SEQUENCE  APPENDED                  RECORD        SIGNED  OUTCOME
             0         1  2026-01-31T11:51:00.000Z  live          no      proved
                lid 1 (000000000000), effective from 2026-01-31T11:55:00.000Z: note 1
             1         1  2026-01-31T11:51:05.000Z  proof by two  -       lets it count
             2         1  2026-01-31T11:54:50.000Z  veto by one   -       too late, no effect
             3         2  2026-01-31T11:55:10.000Z  live          no      vetoed: digest-differs
                lid 2 (000000000000), never effective: note 2
             4         2  2026-01-31T11:55:11.000Z  veto by one   -       makes it void
             5         3  2026-01-31T11:55:20.000Z  canary 10 %   no      pending
                lid 3 (000000000000), not effective before 2026-01-31T11:55:50.000Z: note 3
             6         3  2026-01-31T11:55:21.000Z  veto by one   -       ignored: --no-veto
             7         4  2026-01-31T11:55:30.000Z  live          no      withdrawn before proof
                lid 4 (000000000000), never effective: note 4
             8         5  2026-01-31T11:55:40.000Z  withdrawn     no      accepted
                lid 4 (000000000000), effective from 2026-01-31T11:56:10.000Z: note 5

        vetoes
          offset 2, of language/1 by one: location-unreadable (nothing can be read at the location):
            file:///models/1: no such file; check that every instance can read it, or announce with
            `--upload`
          offset 4, of language/2 by one: digest-differs (the artefact's digest is not the announced one): it
            has another; announce the file that is there now; never overwrite an announced file
          offset 6, of language/3 by one: later-code: of a later release

        timeline
          FROM                                       LIVE     CANARY  SHADOW
          the beginning                              nothing
          2026-01-31T11:55:00.000Z  5 min ago (now)  lid 1
        """);
  }

  @Test
  void shouldCutNothingInAPipe() {
    // Given
    final String instance = "instance-".repeat(12);
    announce(0, 1, new EffectiveFrom.AfterLead(), new Traffic.Live(), Objections.HEARD);
    judge(5, 1, 0, instance, new Verdict.Proved());

    // When
    final String text = HistoryText.render(history(), new Terminal(Terminal.Kind.PLAIN, Style.PLAIN, 80));

    // Then
    assertThat(text).contains("2026-01-31T11:50:05.000Z  proof by " + instance + "  -       lets it count");
  }

  @Test
  void shouldTellTheSameInJson() throws Exception {
    // Given
    vetoes();

    // When
    final JsonNode records = new ObjectMapper().readTree(HistoryJson.render(history())).at("/records");

    // Then
    assertThat(records).extracting(record -> record.path("standing").asText() + record.path("verdict").asText() + " " + record.path("effect").asText())
        .containsExactly("proved ", "proved counts", "veto too-late", "vetoed ", "veto void", "pending ", "veto ignored", "cancelled ", "unconditional ");
    assertThat(records.get(0).path("askedFor").asText()).isEqualTo("2026-01-31T11:55:00Z");
    assertThat(records.get(0).path("effectiveFrom").asText()).isEqualTo("2026-01-31T11:55:00Z");
    assertThat(records.get(3).has("effectiveFrom")).as("what is void never counts").isFalse();
    assertThat(records.get(4).path("announcementOffset").asLong()).isEqualTo(3);
    assertThat(records.get(4).path("instance").asText()).isEqualTo("one");
    assertThat(records.get(4).path("code").asText()).isEqualTo("digest-differs");
  }

  /** A veto that came too late, one that counts, one that is not heard; and an announcement that was withdrawn before anybody had proved it. */
  private void vetoes() {
    announce(60, 1, new EffectiveFrom.At(START.plusSeconds(300).toEpochMilli()), new Traffic.Live(), Objections.HEARD);
    judge(65, 1, 0, "two", new Verdict.Proved());
    judge(290, 1, 0, "one", new Verdict.Veto("location-unreadable", "file:///models/1: no such file"));
    announce(310, 2, new EffectiveFrom.AfterLead(), new Traffic.Live(), Objections.HEARD);
    judge(311, 2, 3, "one", new Verdict.Veto("digest-differs", "it has another"));
    announce(320, 3, new EffectiveFrom.AfterLead(), new Traffic.Canary(10, "salt"), Objections.IGNORED);
    judge(321, 3, 5, "one", new Verdict.Veto("later-code", "of a later release"));
    announce(330, 4, new EffectiveFrom.AfterLead(), new Traffic.Live(), Objections.HEARD);
    announce(340, 5, 4, new EffectiveFrom.AfterLead(), new Traffic.Withdrawn(), Objections.HEARD);
  }

  private void announce(final long second, final long sequence, final EffectiveFrom from, final Traffic traffic, final Objections objections) {
    announce(second, sequence, sequence, from, traffic, objections);
  }

  private void announce(
      final long second, final long sequence, final long version, final EffectiveFrom from, final Traffic traffic, final Objections objections) {
    final Announcement draft = Fleets.announcement(Long.toString(version), traffic, from, Reach.FORWARD);
    final Announcement announcement = new Announcement(draft.slot(), sequence, draft.model(), draft.version(), draft.family(), draft.artifact(),
        draft.samples(), draft.traffic(), draft.effectiveFrom(), draft.reach(), objections, "note " + sequence, "");
    append(second, announcement.key(), AnnouncementCodec.encode(announcement));
  }

  private void judge(final long second, final long sequence, final long offset, final String instance, final Verdict.Finding finding) {
    final Verdict verdict = new Verdict("language", sequence, offset, instance, finding);
    append(second, verdict.key(), VerdictCodec.encode(verdict));
  }

  private void append(final long second, final String key, final byte[] value) {
    final OptionalLong time = OptionalLong.of(START.plusSeconds(second).toEpochMilli());
    records.add(new ControlRecord(records.size(), time, key.getBytes(StandardCharsets.UTF_8), value, null));
  }

  private History history() {
    final ControlLog log = new ControlLog(Lead.of(LEAD.value()), Trust.none(), Map.of("language", Optional.empty()));
    final History read = HistoryReader.of("language", records, log, "models", LEAD, HistoryReader.Keys.NONE);
    return new History(read.slot(), read.topic(), read.lead(), read.records(), read.timeline(), read.nameless(), Fleets.NOW);
  }
}
