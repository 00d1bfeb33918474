package io.labelstream.rollout.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;

/** The timeline against its rules, applied to each event time by filtering lists. */
class TimelinePropertyTest {
  private static final Decision.Proved PROVED = new Decision.Proved("i1", 100, 0, 0, 0);
  private static final Decision VETOED = new Decision.Vetoed("i2", 101, new Verdict.Veto("over-budget", ""), Optional.empty());

  @Property(tries = 3000)
  void shouldGiveEachTimeTheVersionsThatTheRulesGiveIt(@ForAll("entries") final List<Entry> entries) {
    // When
    final Timeline timeline = Timeline.of(entries);

    // Then
    assertRules(timeline, entries);
  }

  @Property(tries = 2000)
  void shouldComeToTheSameWhileEntriesComeAndChangeInAnyOrder(@ForAll("histories") final List<Entry> puts, @ForAll final Random random) {
    final TimelineBuilder builder = new TimelineBuilder();
    final Map<Long, Entry> now = new HashMap<>();
    Timeline before = builder.timeline();
    for (final Entry entry : puts) {
      final List<TimeSpan> spansBefore = before.from(Long.MIN_VALUE);
      builder.put(entry);
      now.put(entry.offset(), entry);
      if (random.nextBoolean()) {
        final Timeline timeline = builder.timeline();
        assertThat(timeline.entries()).isEqualTo(Timeline.of(now.values()).entries());
        assertThat(spans(timeline)).isEqualTo(spans(Timeline.of(now.values())));
        assertThat(before.from(Long.MIN_VALUE)).as("the timeline of before").isEqualTo(spansBefore);
        before = timeline;
      }
    }
    assertRules(builder.timeline(), now.values());
  }

  @Property(tries = 500)
  void shouldContainTheEntriesThatCountAsTheyAre(@ForAll("entries") final List<Entry> entries) {
    // When
    final Timeline timeline = Timeline.of(entries);

    // Then
    assertThat(timeline.entries()).isSorted().containsExactlyInAnyOrderElementsOf(entries.stream().filter(Entry::counts).toList());
    for (final Entry entry : entries) {
      assertThat(timeline.contains(entry)).isEqualTo(entry.counts());
      assertThat(timeline.contains(entry.with(new Decision.Cancelled(100)))).isFalse();
    }
  }

  private static void assertRules(final Timeline timeline, final Collection<Entry> entries) {
    final NaiveTimeline rules = NaiveTimeline.of(entries);
    for (final long time : probes(entries)) {
      final TimeSpan span = timeline.at(time);
      assertThat(span.from()).isLessThanOrEqualTo(time);
      assertThat(span.last()).isGreaterThanOrEqualTo(time);
      assertThat(span.live().map(Entry::offset)).as("live at %d", time).isEqualTo(rules.live(time));
      assertThat(span.canary().map(Entry::offset)).as("canary at %d", time).isEqualTo(rules.beside(time, Traffic.Canary.class));
      assertThat(span.shadow().map(Entry::offset)).as("shadow at %d", time).isEqualTo(rules.beside(time, Traffic.Shadow.class));
    }
  }

  @Property
  void shouldCoverAllTimesWithSpansThatDiffer(@ForAll("entries") final List<Entry> entries) {
    // When
    final List<TimeSpan> spans = spans(Timeline.of(entries));

    // Then
    assertThat(spans.getFirst().from()).isEqualTo(Long.MIN_VALUE);
    assertThat(spans.getLast().last()).isEqualTo(Long.MAX_VALUE);
    for (int place = 1; place < spans.size(); place++) {
      final TimeSpan before = spans.get(place - 1);
      final TimeSpan span = spans.get(place);
      assertThat(span.from()).isEqualTo(before.last() + 1);
      assertThat(List.of(span.live(), span.canary(), span.shadow())).isNotEqualTo(List.of(before.live(), before.canary(), before.shadow()));
    }
  }

  @Property
  void shouldNotDependOnTheOrderInWhichEntriesAreGiven(@ForAll("entries") final List<Entry> entries, @ForAll final Random random) {
    // Given
    final List<Entry> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, random);

    // When
    final Timeline timeline = Timeline.of(shuffled);

    // Then
    assertThat(timeline.entries()).isEqualTo(Timeline.of(entries).entries());
    assertThat(spans(timeline)).isEqualTo(spans(Timeline.of(entries)));
  }

  @Property
  void shouldBeOfTheEntriesThatAreKept(@ForAll("entries") final List<Entry> entries) {
    // Given
    final Predicate<Entry> kept = entry -> !entry.announcement().version().equals("b");

    // When
    final Timeline filtered = Timeline.of(entries).filtered(kept);

    // Then
    assertThat(spans(filtered)).isEqualTo(spans(Timeline.of(entries.stream().filter(kept).toList())));
  }

  @Property
  void shouldBeSettledOnceALiveEntryLabels(@ForAll("entries") final List<Entry> entries) {
    // When
    final Timeline.Settlement settlement = Timeline.of(entries).settlement();

    // Then
    final boolean labels = probes(entries).stream().anyMatch(time -> NaiveTimeline.of(entries).live(time).isPresent());
    assertThat(settlement).isEqualTo(labels ? Timeline.Settlement.SETTLED : Timeline.Settlement.OPEN);
  }

  @Example
  void shouldBeOneSpanWithoutVersionsWhereThereIsNoEntry() {
    // When
    final TimeSpan span = Timeline.empty().at(0);

    // Then
    assertThat(span).isEqualTo(new TimeSpan(Long.MIN_VALUE, Long.MAX_VALUE, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Example
  void shouldTakeThousandsOfEntries() {
    // Given
    final List<Entry> entries = IntStream.range(0, 10_000).mapToObj(i -> entry(i, i, i % 3 == 2 ? new Traffic.Withdrawn() : new Traffic.Live(),
        "v" + (i - i % 3))).toList();

    // When
    assertThatCode(() -> Assertions.assertTimeoutPreemptively(Duration.ofMinutes(5), () -> Timeline.of(entries)))
        // Then
        .doesNotThrowAnyException();
  }

  /** Few versions, and few times close together, so that entries meet in every way; some count later than they ask for, and some do not count. */
  @Provide
  Arbitrary<List<Entry>> entries() {
    final Arbitrary<Traffic> traffic = Arbitraries.of(new Traffic.Live(), new Traffic.Live(), new Traffic.Withdrawn(), new Traffic.Canary(10, "x"),
        new Traffic.Canary(50, "x"), new Traffic.Shadow(), new Traffic.Staged());
    final Arbitrary<Long> times = Arbitraries.oneOf(Arbitraries.longs().between(-4, 4),
        Arbitraries.of(Entry.BEGINNING, Entry.BEGINNING + 1, 1_800_000_000_000L, Long.MAX_VALUE - 1, Long.MAX_VALUE));
    final Arbitrary<Decision> decisions = Arbitraries.of(new Decision.Unconditional(), PROVED, PROVED, new Decision.Pending(), VETOED);
    final Arbitrary<Entry> entries = Combinators.combine(traffic, Arbitraries.of("a", "b", "c"), times, Arbitraries.of(0L, 0L, 1L, 3L, 7L), decisions)
        .as((share, version, time, delay, decision) -> entry(0, time, share, version).proved(later(time, delay), PROVED).with(decision));
    return entries.list().ofMaxSize(12).map(TimelinePropertyTest::numbered);
  }

  /** The changes of up to ten entries: each is put pending, proved, vetoed or with another effective time, again and again. */
  @Provide
  Arbitrary<List<Entry>> histories() {
    final Arbitrary<Decision> decisions = Arbitraries.of(new Decision.Pending(), PROVED, PROVED, VETOED, new Decision.Cancelled(50));
    final Arbitrary<List<Change>> changes =
        Combinators.combine(Arbitraries.integers().between(0, 9), decisions, Arbitraries.of(0L, 0L, 1L, 3L, 7L)).as(Change::new).list().ofMaxSize(25);
    return Combinators.combine(entries().filter(entries -> !entries.isEmpty()), changes).as((entries, all) ->
        all.stream().map(change -> change.of(entries.get(change.place() % entries.size()))).toList());
  }

  private record Change(int place, Decision decision, long delay) {
    Entry of(final Entry entry) {
      return entry.proved(later(entry.asked(), delay), PROVED).with(decision);
    }
  }

  private static long later(final long time, final long delay) {
    return time > Long.MAX_VALUE - delay ? Long.MAX_VALUE : time + delay;
  }

  /** Offsets in the order of generation, from that of a base version, while times go back and forth. */
  private static List<Entry> numbered(final List<Entry> entries) {
    return IntStream.range(0, entries.size()).mapToObj(place -> {
      final Entry entry = entries.get(place);
      return new Entry(entry.announcement(), place + Entry.BASE_OFFSET, entry.asked(), entry.effectiveFrom(), entry.decision());
    }).toList();
  }

  private static Entry entry(final long offset, final long asked, final Traffic traffic, final String version) {
    return new Entry(Announcements.of(offset + 1, version, traffic, new EffectiveFrom.AfterLead(), Reach.FORWARD), offset, asked);
  }

  private static Set<Long> probes(final Collection<Entry> entries) {
    final Set<Long> probes = new LinkedHashSet<>(List.of(Long.MIN_VALUE, -1_000L, 0L, 1_000L, Long.MAX_VALUE));
    // One before the least time is the latest one, and one after the latest the least: probes too.
    entries.forEach(entry -> probes.addAll(List.of(entry.effectiveFrom() - 1, entry.effectiveFrom(), entry.effectiveFrom() + 1)));
    return probes;
  }

  private static List<TimeSpan> spans(final Timeline timeline) {
    final List<TimeSpan> spans = new ArrayList<>(List.of(timeline.at(Long.MIN_VALUE)));
    while (spans.getLast().last() != Long.MAX_VALUE) {
      spans.add(timeline.at(spans.getLast().last() + 1));
    }
    return spans;
  }
}
