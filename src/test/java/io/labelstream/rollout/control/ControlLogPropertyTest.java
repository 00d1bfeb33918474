package io.labelstream.rollout.control;

import static io.labelstream.rollout.control.Announcements.SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.ControlLog.Accepted;
import io.labelstream.rollout.control.ControlLog.Effect;
import io.labelstream.rollout.control.ControlLog.Foreign;
import io.labelstream.rollout.control.ControlLog.Judged;
import io.labelstream.rollout.control.ControlLog.Outcome;
import io.labelstream.rollout.control.ControlLog.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Whatever stands on the control topic, the log of it is a function of the records. */
class ControlLogPropertyTest {
  private static final long LEAD = 30;
  private static final int HEADER = 10;
  private static final String BASED_SLOT = "topic";
  private static final String FOREIGN_SLOT = "intent";
  private static final List<String> SLOTS = List.of(SLOT, BASED_SLOT);

  @Property
  void shouldComeToTheSameAfterARestart(@ForAll("records") final List<ControlRecord> records, @ForAll @IntRange(max = 20) final int most) {
    // Given
    final int read = Math.min(most, records.size());
    final ControlLog running = log();
    final List<Outcome> outcomes = appended(running, records.subList(0, read));
    final Map<String, List<Entry>> entriesThen = entries(running);
    outcomes.addAll(appended(running, records.subList(read, records.size())));

    // When
    final ControlLog restarted = log();
    final List<Outcome> again = appended(restarted, records);

    // Then
    assertThat(again).isEqualTo(outcomes);
    for (final String slot : SLOTS) {
      assertThat(List.copyOf(restarted.entries(slot))).isEqualTo(List.copyOf(running.entries(slot)));
      assertThat(restarted.entries(slot)).extracting(Entry::announcement).containsAll(entriesThen.get(slot).stream().map(Entry::announcement).toList());
      assertThat(spans(restarted, slot)).isEqualTo(spans(running, slot));
      assertThat(restarted.nextSequence(slot)).isEqualTo(running.nextSequence(slot));
    }
  }

  @Property
  void shouldChangeTheEntriesThatItTellsOnly(@ForAll("records") final List<ControlRecord> records) {
    final ControlLog log = log();
    final Map<String, Map<Long, Entry>> told = new HashMap<>();
    SLOTS.forEach(slot -> told.put(slot, new TreeMap<>()));
    log.entries(BASED_SLOT).forEach(base -> told.get(BASED_SLOT).put(base.offset(), base));
    for (final ControlRecord record : records) {
      for (final Entry entry : log.append(record).changed()) {
        assertThat(told.get(entry.announcement().slot()).put(entry.offset(), entry)).isNotEqualTo(entry);
      }
      for (final String slot : SLOTS) {
        assertThat(log.entries(slot)).containsExactlyElementsOf(told.get(slot).values());
        assertThat(spans(log, slot)).isEqualTo(Timeline.of(told.get(slot).values()).from(Long.MIN_VALUE));
      }
    }
  }

  @Property
  void shouldComeToTheTimelineOfTheRules(@ForAll("records") final List<ControlRecord> records) {
    // Given
    final ControlLog log = log();

    // When
    final List<Outcome> outcomes = appended(log, records);

    // Then
    for (final String slot : SLOTS) {
      final NaiveTimeline naive = naive(log, slot, outcomes);
      for (final Entry entry : log.entries(slot)) {
        assertThat(entry.isVoid()).as("void: %s", entry).isEqualTo(naive.isVoid(entry.offset()));
        assertThat(entry.counts()).as("counts: %s", entry).isEqualTo(naive.counts(entry.offset()));
        if (entry.counts()) {
          assertThat(entry.effectiveFrom()).as("effective: %s", entry).isEqualTo(naive.effective(entry.offset()));
        }
      }
      for (long time = -20; time <= 600; time++) {
        assertThat(log.timeline(slot).at(time).live().map(Entry::offset)).as("live at %d", time).isEqualTo(naive.live(time));
      }
    }
  }

  @Property(tries = 1000)
  void shouldAnswerForAnyRecord(@ForAll final byte[] key, @ForAll final byte[] value, @ForAll @IntRange(max = 3) final int form) {
    // Given
    final byte[] verdict = VerdictCodec.encode(new Verdict(SLOT, 1, 0, "i1", new Verdict.Proved()));
    final byte[] announcement = AnnouncementCodec.encode(Announcements.live(1, "a"));
    final byte[] damaged = switch (form) {
      case 0 -> value;
      case 1 -> headed(verdict, value);
      case 2 -> headed(announcement, value);
      default -> new byte[0];
    };
    final ControlLog log = log();

    // When
    final Outcome outcome = log.append(new ControlRecord(0, OptionalLong.of(0), key, damaged, value));

    // Then
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(outcome.changed()).isEmpty();
  }

  private static byte[] headed(final byte[] sound, final byte[] body) {
    final byte[] value = Arrays.copyOf(sound, HEADER + body.length);
    System.arraycopy(body, 0, value, HEADER, body.length);
    return value;
  }

  @Property
  void shouldHoldItsPromises(@ForAll("records") final List<ControlRecord> records) {
    // Given
    final ControlLog log = log();

    // When
    appended(log, records);

    // Then
    for (final String slot : SLOTS) {
      final List<Entry> entries = log.entries(slot).stream().filter(entry -> entry.offset() != Entry.BASE_OFFSET).toList();
      assertThat(entries).extracting(entry -> entry.announcement().sequence()).doesNotHaveDuplicates().doesNotContain(log.nextSequence(slot));
      assertThat(log.entries(slot).stream().map(Entry::id).distinct()).extracting(VersionId::version).doesNotHaveDuplicates();
      assertThat(entries).allSatisfy(entry -> assertThat(entry.reachesBack() || entry.effectiveFrom() >= appendTime(entry.offset()) + LEAD).isTrue());
    }
  }

  @Property
  void shouldNotDependOnRecordsOfOtherSlots(@ForAll("records") final List<ControlRecord> records) {
    // Given
    final ControlLog all = log();
    appended(all, records);
    final ControlLog one = new ControlLog(lead(), Trust.none(), Map.of(SLOT, Optional.empty()));

    // When
    appended(one, records);

    // Then
    assertThat(one.nextSequence(SLOT)).isEqualTo(all.nextSequence(SLOT));
    assertThat(one.timeline(SLOT).entries()).isEqualTo(all.timeline(SLOT).entries());
    assertThat(List.copyOf(one.entries(SLOT))).isEqualTo(List.copyOf(all.entries(SLOT)));
  }

  /** Else the properties above would say nothing of some rule. */
  @Example
  void shouldMeetEveryRule() {
    // Given
    final Stream<List<ControlRecord>> samples = records().sampleStream().limit(500);

    // When
    final List<Outcome> outcomes = samples.flatMap(records -> appended(log(), records).stream()).toList();

    // Then
    assertThat(outcomes).filteredOn(Refused.class::isInstance).extracting(outcome -> ((Refused) outcome).rejection().code())
        .contains(RejectionCode.NULL_VALUE, RejectionCode.UNREADABLE, RejectionCode.NO_APPEND_TIME, RejectionCode.REPLAYED, RejectionCode.DUPLICATE,
            RejectionCode.VERSION_CONFLICT, RejectionCode.UNKNOWN_VERSION, RejectionCode.TOO_LATE, RejectionCode.NOT_FIRST,
            RejectionCode.UNKNOWN_ANNOUNCEMENT);
    assertThat(outcomes).hasAtLeastOneElementOfType(Accepted.class).hasAtLeastOneElementOfType(Foreign.class);
    assertThat(outcomes).filteredOn(Judged.class::isInstance).extracting(outcome -> ((Judged) outcome).effect()).contains(Effect.values());
    assertThat(outcomes).filteredOn(Accepted.class::isInstance).flatExtracting(outcome -> ((Accepted) outcome).cancelled()).isNotEmpty();
  }

  @Provide
  Arbitrary<List<ControlRecord>> records() {
    final Arbitrary<Traffic> traffic = Arbitraries.of(new Traffic.Live(), new Traffic.Live(), new Traffic.Live(), new Traffic.Withdrawn(), new Traffic.Canary(10, ""), new Traffic.Shadow(),
        new Traffic.Staged());
    final Arbitrary<EffectiveFrom> times = Arbitraries.oneOf(Arbitraries.of(new EffectiveFrom.AfterLead(), new EffectiveFrom.AfterLead(), new EffectiveFrom.Beginning()),
        Arbitraries.longs().between(-10, 500).withDistribution(RandomDistribution.uniform()).map(EffectiveFrom.At::new));
    final Arbitrary<Announcement> announcements = Combinators.combine(Arbitraries.of(SLOT, SLOT, SLOT, SLOT, BASED_SLOT, FOREIGN_SLOT),
        Arbitraries.longs().between(1, 60).withDistribution(RandomDistribution.uniform()), Arbitraries.of("a", "b", "c"), Arbitraries.of("same", "same", "same", "same", "same", "other"), traffic, times,
        Arbitraries.of(Reach.FORWARD, Reach.FORWARD, Reach.RETROACTIVE)).as((slot, sequence, version, content, share, time, reach) ->
            Announcements.of(slot, sequence, version, Announcements.artifact(version + content), share, time, reach, ""));
    final Arbitrary<Announcement> all = Arbitraries.oneOf(announcements, announcements,
        announcements.map(Announcements::ignoringObjections));
    final Arbitrary<Form> forms = Arbitraries.frequency(Tuple.of(20, Form.SOUND), Tuple.of(1, Form.WITHOUT_VALUE), Tuple.of(1, Form.GARBAGE),
        Tuple.of(1, Form.WITHOUT_APPEND_TIME), Tuple.of(1, Form.UNDER_ANOTHER_KEY));
    final Arbitrary<Draft> drafts = Arbitraries.oneOf(
        Combinators.combine(all, forms).as(Announcing::new),
        Combinators.combine(Arbitraries.integers().between(1, 3), Arbitraries.of("i1", "i2", "i3"),
            Arbitraries.of(new Verdict.Proved(), new Verdict.Proved(), new Verdict.Veto("digest-differs", "")), forms).as(Judging::new));
    return drafts.list().ofMaxSize(30).withSizeDistribution(RandomDistribution.uniform()).map(ControlLogPropertyTest::records)
        .withoutEdgeCases();
  }

  private static List<ControlRecord> records(final List<Draft> drafts) {
    final List<ControlRecord> records = new ArrayList<>();
    for (int place = 0; place < drafts.size(); place++) {
      records.add(drafts.get(place).record(place, drafts));
    }
    return records;
  }

  private enum Form {
    SOUND,
    WITHOUT_VALUE,
    GARBAGE,
    WITHOUT_APPEND_TIME,
    UNDER_ANOTHER_KEY
  }

  /** A record before it has its offset and time. */
  private sealed interface Draft {
    ControlRecord record(int place, List<Draft> drafts);
  }

  private record Announcing(Announcement announcement, Form form) implements Draft {
    @Override
    public ControlRecord record(final int place, final List<Draft> drafts) {
      return made(place, announcement.key(), AnnouncementCodec.encode(announcement), form);
    }
  }

  /**
   * A verdict.
   *
   * @param back how many announcements before it the one stands that it is about; where there are fewer, it is about none
   */
  private record Judging(int back, String instance, Verdict.Finding finding, Form form) implements Draft {
    @Override
    public ControlRecord record(final int place, final List<Draft> drafts) {
      final int[] announcements = IntStream.range(0, place).filter(each -> drafts.get(each) instanceof Announcing).toArray();
      final int about = announcements.length < back ? place : announcements[announcements.length - back];
      final Verdict verdict = drafts.get(about) instanceof Announcing(final Announcement announcement, final Form _)
          ? new Verdict(announcement.slot(), announcement.sequence(), about, instance, finding)
          : new Verdict(SLOT, 1, about, instance, finding);
      return made(place, verdict.key(), VerdictCodec.encode(verdict), form);
    }
  }

  private static ControlRecord made(final long offset, final String key, final byte[] value, final Form form) {
    final OptionalLong time = OptionalLong.of(appendTime(offset));
    return switch (form) {
      case SOUND -> new ControlRecord(offset, time, bytes(key), value, null);
      case WITHOUT_VALUE -> new ControlRecord(offset, time, bytes(key), null, null);
      case GARBAGE -> new ControlRecord(offset, time, bytes(key), bytes("garbage"), null);
      case WITHOUT_APPEND_TIME -> new ControlRecord(offset, OptionalLong.empty(), bytes(key), value, null);
      case UNDER_ANOTHER_KEY -> new ControlRecord(offset, time, bytes(key + "0"), value, null);
    };
  }

  /** The outcome of the rules for the records that were taken for a slot. */
  private static NaiveTimeline naive(final ControlLog log, final String slot, final List<Outcome> outcomes) {
    final NaiveTimeline naive = new NaiveTimeline(lead(), log.entry(slot, Entry.BASE_OFFSET));
    for (final Outcome outcome : outcomes) {
      if (outcome instanceof Accepted(final Entry entry, final List<Entry> _) && entry.announcement().slot().equals(slot)) {
        naive.announce(entry.announcement(), entry.offset(), appendTime(entry.offset()));
      } else if (outcome instanceof final Judged judged && judged.verdict().slot().equals(slot)) {
        naive.judge(judged.verdict(), appendTime(judged.offset()));
      }
    }
    return naive;
  }

  /** Less than half the lead after every other record, and more after the others. */
  private static long appendTime(final long offset) {
    return offset / 2 * 25 + offset % 2 * 5;
  }

  private static Lead lead() {
    return Lead.of(Duration.ofMillis(LEAD));
  }

  private static ControlLog log() {
    final Announcement base = Announcements.of(BASED_SLOT, 1, "a", Announcements.artifact("asame"), new Traffic.Live(), new EffectiveFrom.Beginning(),
        Reach.FORWARD, "");
    return new ControlLog(lead(), Trust.none(),
        Map.of(SLOT, Optional.empty(), BASED_SLOT, Optional.of(new Entry(base, Entry.BASE_OFFSET, Entry.BEGINNING))));
  }

  private static List<Outcome> appended(final ControlLog log, final List<ControlRecord> records) {
    final List<Outcome> outcomes = new ArrayList<>();
    records.forEach(record -> outcomes.add(log.append(record)));
    return outcomes;
  }

  private static Map<String, List<Entry>> entries(final ControlLog log) {
    return Map.of(SLOT, List.copyOf(log.entries(SLOT)), BASED_SLOT, List.copyOf(log.entries(BASED_SLOT)));
  }

  private static List<TimeSpan> spans(final ControlLog log, final String slot) {
    return log.timeline(slot).from(Long.MIN_VALUE);
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
