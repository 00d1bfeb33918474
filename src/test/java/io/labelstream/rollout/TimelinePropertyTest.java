package io.labelstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  @Property(tries = 3000)
  void shouldGiveEachTimeTheVersionsThatTheRulesGiveIt(@ForAll("entries") final List<Entry> entries) {
    // When
    final Timeline timeline = Timeline.of(entries);

    // Then
    for (final long time : probes(entries)) {
      final Stretch stretch = timeline.at(time);
      final Rules rules = new Rules(entries, time);
      assertThat(stretch.from()).isLessThanOrEqualTo(time);
      assertThat(stretch.last()).isGreaterThanOrEqualTo(time);
      assertThat(stretch.live()).as("live at %d", time).isEqualTo(rules.live());
      assertThat(stretch.canary()).as("canary at %d", time).isEqualTo(rules.latest(Traffic.Canary.class));
      assertThat(stretch.shadow()).as("shadow at %d", time).isEqualTo(rules.latest(Traffic.Shadow.class));
    }
  }

  @Property
  void shouldCoverAllTimesWithStretchesThatDiffer(@ForAll("entries") final List<Entry> entries) {
    // When
    final List<Stretch> stretches = stretches(Timeline.of(entries));

    // Then
    assertThat(stretches.getFirst().from()).isEqualTo(Long.MIN_VALUE);
    assertThat(stretches.getLast().last()).isEqualTo(Long.MAX_VALUE);
    for (int place = 1; place < stretches.size(); place++) {
      final Stretch before = stretches.get(place - 1);
      final Stretch stretch = stretches.get(place);
      assertThat(stretch.from()).isEqualTo(before.last() + 1);
      assertThat(List.of(stretch.live(), stretch.canary(), stretch.shadow())).isNotEqualTo(List.of(before.live(), before.canary(), before.shadow()));
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
    assertThat(stretches(timeline)).isEqualTo(stretches(Timeline.of(entries)));
  }

  @Property
  void shouldBeOfTheEntriesThatAreKept(@ForAll("entries") final List<Entry> entries) {
    // Given
    final Predicate<Entry> kept = entry -> !entry.announcement().version().equals("b");

    // When
    final Timeline filtered = Timeline.of(entries).filtered(kept);

    // Then
    assertThat(stretches(filtered)).isEqualTo(stretches(Timeline.of(entries.stream().filter(kept).toList())));
  }

  @Property
  void shouldBeSettledOnceThereIsALiveEntry(@ForAll("entries") final List<Entry> entries) {
    // When
    final Timeline.Settlement settlement = Timeline.of(entries).settlement();

    // Then
    final long live = entries.stream().filter(entry -> entry.announcement().traffic().equals(new Traffic.Live())).count();
    assertThat(settlement).isEqualTo(live == 0 ? Timeline.Settlement.OPEN : Timeline.Settlement.SETTLED);
  }

  @Example
  void shouldBeOneStretchWithoutVersionsWhereThereIsNoEntry() {
    // When
    final Stretch stretch = Timeline.empty().at(0);

    // Then
    assertThat(stretch).isEqualTo(new Stretch(Long.MIN_VALUE, Long.MAX_VALUE, Optional.empty(), Optional.empty(), Optional.empty()));
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

  /** Few versions, and few times close together, so that entries meet in every way. */
  @Provide
  Arbitrary<List<Entry>> entries() {
    final Arbitrary<Traffic> traffic = Arbitraries.of(new Traffic.Live(), new Traffic.Live(), new Traffic.Withdrawn(), new Traffic.Canary(10, "x"),
        new Traffic.Canary(50, "x"), new Traffic.Shadow(), new Traffic.Staged());
    final Arbitrary<Long> times = Arbitraries.oneOf(Arbitraries.longs().between(-4, 4),
        Arbitraries.of(Entry.BEGINNING, Entry.BEGINNING + 1, 1_800_000_000_000L, Long.MAX_VALUE - 1, Long.MAX_VALUE));
    final Arbitrary<Entry> entries = Combinators.combine(traffic, Arbitraries.of("a", "b", "c"), times)
        .as((share, version, time) -> entry(0, time, share, version));
    return entries.list().ofMaxSize(12).map(TimelinePropertyTest::numbered);
  }

  /** Offsets in the order of generation, from that of a base version, while effective times go back and forth. */
  private static List<Entry> numbered(final List<Entry> entries) {
    return IntStream.range(0, entries.size())
        .mapToObj(place -> new Entry(entries.get(place).announcement(), place + Entry.BASE_OFFSET, entries.get(place).effectiveFrom())).toList();
  }

  private static Entry entry(final long offset, final long effectiveFrom, final Traffic traffic, final String version) {
    return new Entry(Announcements.of(offset + 1, version, traffic, new EffectiveFrom.AfterLead(), Reach.FORWARD), offset, effectiveFrom);
  }

  private static Set<Long> probes(final List<Entry> entries) {
    final Set<Long> probes = new LinkedHashSet<>(List.of(Long.MIN_VALUE, -1_000L, 0L, 1_000L, Long.MAX_VALUE));
    // One before the least time is the latest one, and one after the latest the least: probes too.
    entries.forEach(entry -> probes.addAll(List.of(entry.effectiveFrom() - 1, entry.effectiveFrom(), entry.effectiveFrom() + 1)));
    return probes;
  }

  private static List<Stretch> stretches(final Timeline timeline) {
    final List<Stretch> stretches = new ArrayList<>(List.of(timeline.at(Long.MIN_VALUE)));
    while (stretches.getLast().last() != Long.MAX_VALUE) {
      stretches.add(timeline.at(stretches.getLast().last() + 1));
    }
    return stretches;
  }

  /** The rules as the timeline states them, for one event time. */
  private record Rules(List<Entry> entries, long time) {

    Optional<Entry> live() {
      return counting(Traffic.Live.class).filter(entry -> !withdrawn(entry)).reduce(Rules::later);
    }

    Optional<Entry> latest(final Class<? extends Traffic> kind) {
      return counting(kind).reduce(Rules::later).filter(entry -> !withdrawn(entry))
          .filter(entry -> counting(Traffic.Live.class).noneMatch(live -> isAfter(live, entry)));
    }

    private boolean withdrawn(final Entry entry) {
      return counting(Traffic.Withdrawn.class).anyMatch(end -> end.id().equals(entry.id()) && isAfter(end, entry));
    }

    private Stream<Entry> counting(final Class<? extends Traffic> kind) {
      return entries.stream().filter(entry -> entry.effectiveFrom() <= time && kind.isInstance(entry.announcement().traffic()));
    }

    private static Entry later(final Entry one, final Entry other) {
      return isAfter(one, other) ? one : other;
    }

    private static boolean isAfter(final Entry one, final Entry other) {
      return one.effectiveFrom() > other.effectiveFrom() || one.effectiveFrom() == other.effectiveFrom() && one.offset() > other.offset();
    }
  }
}
