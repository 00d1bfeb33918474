package io.labelstream.cli.demo;

import io.labelstream.rollout.control.Entry;
import io.labelstream.topology.LatencyHistogram;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The counts of the demo so far. Not thread-safe. */
final class DemoTally {
  private static final long RATE_WINDOW_NANOS = Duration.ofSeconds(3).toNanos();

  private record Mark(long nanos, long labelled) {}

  /** The counts of one model version. */
  record Share(long labelled, long agreeing) {
    private Share plus(final DemoRow row) {
      return new Share(labelled + 1, agreeing + (row.agrees() ? 1 : 0));
    }
  }

  private final LatencyHistogram latency = new LatencyHistogram();
  private final Deque<Mark> marks = new ArrayDeque<>();
  private final Map<String, Share> shares = new LinkedHashMap<>();
  private final Map<Integer, BitSet> seen = new HashMap<>();
  private long labelled;
  private long repeated;
  private long misplaced;
  private String model = "";
  private Optional<Entry> announced = Optional.empty();

  void add(final DemoRow row) {
    labelled++;
    count(row.place());
    // Before the announcement is known here, no record can have a timestamp as late as its effective time.
    misplaced += announced.isPresent() && row.timestamp() >= announced.get().effectiveFrom() != row.by().equals(by(announced.get())) ? 1 : 0;
    shares.merge(row.by(), new Share(0, 0).plus(row), (before, first) -> before.plus(row));
    latency.record(row.latency().toNanos());
    model = row.by();
  }

  /** Another version has been announced. */
  void announced(final Entry entry) {
    announced = Optional.of(entry);
  }

  long labelled() {
    return labelled;
  }

  /** Records whose label came more than once. */
  long repeated() {
    return repeated;
  }

  /** The counts of each version, in the order in which they came. */
  Map<String, Share> shares() {
    return shares;
  }

  /** Records with another version than the one that counts for their event time. */
  long misplaced() {
    return misplaced;
  }

  /** The version that was announced and has labelled something by now. */
  Optional<Entry> switched() {
    return announced.filter(entry -> shares.containsKey(by(entry)));
  }

  /** The share of labels that are the language of the source, in percent; 0 where there is no label yet. */
  double agreementPercent() {
    final long agreeing = shares.values().stream().mapToLong(Share::agreeing).sum();
    return labelled == 0 ? 0 : 100.0 * agreeing / labelled;
  }

  LatencyHistogram latency() {
    return latency;
  }

  /** The model and version that the last label came from; empty before the first. */
  String model() {
    return model;
  }

  /** Labels per second over the last few seconds, as seen at {@code nanos} of {@link System#nanoTime()}. */
  double rate(final long nanos) {
    while (marks.size() > 1 && nanos - marks.peekFirst().nanos() > RATE_WINDOW_NANOS) {
      marks.removeFirst();
    }
    marks.addLast(new Mark(nanos, labelled));
    final Mark first = marks.peekFirst();
    final long elapsed = nanos - first.nanos();
    return elapsed <= 0 ? 0 : (labelled - first.labelled()) * 1e9 / elapsed;
  }

  private void count(final DemoRow.Place place) {
    final BitSet offsets = seen.computeIfAbsent(place.partition(), _ -> new BitSet());
    final int offset = Math.toIntExact(place.offset());
    repeated += offsets.get(offset) ? 1 : 0;
    offsets.set(offset);
  }

  /** The version of an entry, for people. */
  static String by(final Entry entry) {
    return entry.id().name() + " " + entry.id().version();
  }
}
