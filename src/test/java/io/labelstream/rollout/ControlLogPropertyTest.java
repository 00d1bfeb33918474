package io.labelstream.rollout;

import static io.labelstream.rollout.Announcements.SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.rollout.ControlLog.Accepted;
import io.labelstream.rollout.ControlLog.Foreign;
import io.labelstream.rollout.ControlLog.Outcome;
import io.labelstream.rollout.ControlLog.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Whatever stands on the control topic, the log of it is a function of the records. */
class ControlLogPropertyTest {
  private static final Duration LEAD = Duration.ofMillis(30);
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
      assertThat(restarted.timeline(slot).entries()).isEqualTo(running.timeline(slot).entries()).containsAll(entriesThen.get(slot));
      assertThat(restarted.history(slot)).isEqualTo(running.history(slot));
      assertThat(restarted.nextSequence(slot)).isEqualTo(running.nextSequence(slot));
    }
  }

  @Property
  void shouldChangeTimelinesByWhatItAcceptsOnly(@ForAll("records") final List<ControlRecord> records) {
    final ControlLog log = log();
    for (final ControlRecord record : records) {
      final Map<String, List<Entry>> before = entries(log);
      final Outcome outcome = log.append(record);
      if (outcome instanceof Accepted(final Entry entry)) {
        final List<Entry> expected = new ArrayList<>(Objects.requireNonNull(before.get(entry.announcement().slot())));
        expected.add(entry);
        assertThat(log.timeline(entry.announcement().slot()).entries()).containsExactlyInAnyOrderElementsOf(expected);
      } else {
        assertThat(entries(log)).isEqualTo(before);
      }
    }
  }

  @Property
  void shouldHoldItsPromises(@ForAll("records") final List<ControlRecord> records) {
    // Given
    final ControlLog log = log();

    // When
    appended(log, records);

    // Then
    for (final String slot : SLOTS) {
      final List<Entry> entries = log.timeline(slot).entries().stream().filter(entry -> entry.offset() != Entry.BASE_OFFSET).toList();
      assertThat(entries).extracting(entry -> entry.announcement().sequence()).doesNotHaveDuplicates().doesNotContain(log.nextSequence(slot));
      assertThat(log.timeline(slot).entries().stream().map(Entry::id).distinct()).extracting(VersionId::version).doesNotHaveDuplicates();
      assertThat(entries).allSatisfy(entry -> assertThat(entry.announcement().reach() == Reach.RETROACTIVE || entry.effectiveFrom() == Entry.BEGINNING
          || entry.effectiveFrom() >= appendTime(entry.offset()) + LEAD.toMillis()).isTrue());
      assertThat(log.history(slot)).extracting(ControlLogPropertyTest::offset).isSorted();
    }
  }

  @Property
  void shouldNotDependOnRecordsOfOtherSlots(@ForAll("records") final List<ControlRecord> records) {
    // Given
    final ControlLog all = log();
    appended(all, records);
    final ControlLog one = new ControlLog(LEAD, Trust.none(), Map.of(SLOT, Optional.empty()));

    // When
    appended(one, records);

    // Then
    assertThat(one.history(SLOT)).isEqualTo(all.history(SLOT));
    assertThat(one.timeline(SLOT).entries()).isEqualTo(all.timeline(SLOT).entries());
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
            RejectionCode.VERSION_CONFLICT, RejectionCode.UNKNOWN_VERSION, RejectionCode.TOO_LATE, RejectionCode.NOT_FIRST);
    assertThat(outcomes).hasAtLeastOneElementOfType(Accepted.class).hasAtLeastOneElementOfType(Foreign.class);
  }

  @Provide
  Arbitrary<List<ControlRecord>> records() {
    final Arbitrary<Traffic> traffic = Arbitraries.of(new Traffic.Live(), new Traffic.Withdrawn(), new Traffic.Canary(10, ""), new Traffic.Shadow(),
        new Traffic.Staged());
    final Arbitrary<EffectiveFrom> times = Arbitraries.oneOf(Arbitraries.of(new EffectiveFrom.AfterLead(), new EffectiveFrom.Beginning()),
        Arbitraries.longs().between(-10, 300).map(EffectiveFrom.At::new));
    final Arbitrary<Announcement> announcements = Combinators.combine(Arbitraries.of(SLOT, SLOT, BASED_SLOT, FOREIGN_SLOT),
        Arbitraries.longs().between(1, 12), Arbitraries.of("a", "b", "c"), Arbitraries.of("same", "same", "same", "other"), traffic, times,
        Arbitraries.of(Reach.FORWARD, Reach.FORWARD, Reach.RETROACTIVE)).as((slot, sequence, version, content, share, time, reach) ->
            Announcements.of(slot, sequence, version, Announcements.artifact(version + content), share, time, reach, ""));
    return Combinators.combine(announcements, Arbitraries.frequency(Tuple.of(10, Form.SOUND), Tuple.of(1, Form.WITHOUT_VALUE),
        Tuple.of(1, Form.GARBAGE), Tuple.of(1, Form.WITHOUT_APPEND_TIME), Tuple.of(1, Form.UNDER_ANOTHER_KEY))).as(Draft::new)
        .list().ofMaxSize(20).map(drafts -> IntStream.range(0, drafts.size()).mapToObj(place -> drafts.get(place).record(place)).toList());
  }

  private enum Form {
    SOUND,
    WITHOUT_VALUE,
    GARBAGE,
    WITHOUT_APPEND_TIME,
    UNDER_ANOTHER_KEY
  }

  /** A record before it has its offset and time. */
  private record Draft(Announcement announcement, Form form) {

    ControlRecord record(final long offset) {
      final byte[] key = bytes(announcement.key());
      final byte[] value = AnnouncementCodec.encode(announcement);
      final OptionalLong time = OptionalLong.of(appendTime(offset));
      return switch (form) {
        case SOUND -> new ControlRecord(offset, time, key, value, null);
        case WITHOUT_VALUE -> new ControlRecord(offset, time, key, null, null);
        case GARBAGE -> new ControlRecord(offset, time, key, bytes("garbage"), null);
        case WITHOUT_APPEND_TIME -> new ControlRecord(offset, OptionalLong.empty(), key, value, null);
        case UNDER_ANOTHER_KEY -> new ControlRecord(offset, time, bytes(announcement.key() + "0"), value, null);
      };
    }
  }

  private static long appendTime(final long offset) {
    return 10 * offset;
  }

  private static ControlLog log() {
    final Announcement base = Announcements.of(BASED_SLOT, 1, "a", Announcements.artifact("asame"), new Traffic.Live(), new EffectiveFrom.Beginning(),
        Reach.FORWARD, "");
    return new ControlLog(LEAD, Trust.none(),
        Map.of(SLOT, Optional.empty(), BASED_SLOT, Optional.of(new Entry(base, Entry.BASE_OFFSET, Entry.BEGINNING))));
  }

  private static List<Outcome> appended(final ControlLog log, final List<ControlRecord> records) {
    final List<Outcome> outcomes = new ArrayList<>();
    records.forEach(record -> outcomes.add(log.append(record)));
    return outcomes;
  }

  private static Map<String, List<Entry>> entries(final ControlLog log) {
    return Map.of(SLOT, log.timeline(SLOT).entries(), BASED_SLOT, log.timeline(BASED_SLOT).entries());
  }

  private static long offset(final Outcome outcome) {
    return switch (outcome) {
      case Accepted(final Entry entry) -> entry.offset();
      case Refused(final Optional<String> _, final long offset, final Rejection _) -> offset;
      case Foreign() -> throw new AssertionError("a foreign record stands in the history of a slot");
    };
  }

  private static byte[] bytes(final String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
