package io.labelstream.rollout.fleet;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a slot is rolled back to an earlier version. */
public sealed interface RollbackPlan {
  /** The live entry, which is to be replaced. */
  Entry from();


  /** Announce the version of an earlier entry again. */
  record Again(Entry from, Entry target) implements RollbackPlan {}

  /**
   * Withdraw the announced versions, so that the base version labels.
   *
   * @param withdrawn the latest live entry of each version to withdraw, the oldest first, so that none of them becomes live in between
   */
  record ToBase(Entry from, List<Entry> withdrawn, BaseVersion base) implements RollbackPlan {
    public ToBase {
      withdrawn = List.copyOf(withdrawn);
    }
  }

  /**
   * The plan for a slot.
   *
   * @param timeline the announced entries that count or may come to count
   * @param bases the base versions of the instances
   * @param when the event time from which a new entry counts
   * @param to the version to roll back to; empty: the one that was live before
   * @throws FleetException if there is no such plan
   */
  static RollbackPlan of(
      final String slot, final Timeline timeline, final List<BaseVersion> bases, final long when, final Optional<VersionChoice> to) throws FleetException {
    final Entry from = timeline.at(when).live().orElseThrow(() -> new FleetException(FleetException.Reason.NO_SUCH_ROLLBACK,
        "no announced version of slot " + slot + " is live, so there is nothing to roll back; `history --slot " + slot + "` shows what there was"));
    if (to.isPresent()) {
      final Optional<BaseVersion> base = bases.stream().filter(each -> each.version().equals(to.get().version())
          && to.get().name().map(each.model()::equals).orElse(true)).findFirst();
      if (base.isPresent() && timeline.entries().stream().noneMatch(entry -> entry.id().version().equals(to.get().version()))) {
        return new ToBase(from, livesInForce(timeline), base.get());
      }
      final Entry target = to.get().find(timeline);
      if (target.id().equals(from.id())) {
        throw new FleetException(FleetException.Reason.NO_SUCH_ROLLBACK, version(from) + " is live in slot " + slot + " already");
      }
      return new Again(from, target);
    }
    final Optional<Entry> target = before(timeline, from);
    if (target.isPresent()) {
      return new Again(from, target.get());
    }
    final BaseVersion base = bases.stream().findFirst().orElseThrow(() -> new FleetException(FleetException.Reason.NO_SUCH_ROLLBACK,
        version(from) + " is the first version that slot " + slot + " has, so there is none to roll back to"));
    return new ToBase(from, livesInForce(timeline), base);
  }

  /**
   * The live version to roll back to from that of {@code from}, among those that are not withdrawn. A version that is live for a second time counts as rolled
   * back to: the versions that were live in between are undone, and rolling back further passes them over.
   */
  private static Optional<Entry> before(final Timeline timeline, final Entry from) {
    final Set<VersionId> inForce = LatestTraffic.of(timeline).keySet();
    final LinkedHashMap<VersionId, Entry> path = new LinkedHashMap<>();
    for (final Entry entry : timeline.entries()) {
      if (entry.announcement().traffic() instanceof Traffic.Live && inForce.contains(entry.id()) && entry.compareTo(from) <= 0) {
        while (path.containsKey(entry.id())) {
          path.pollLastEntry();
        }
        path.put(entry.id(), entry);
      }
    }
    path.pollLastEntry();
    return Optional.ofNullable(path.lastEntry()).map(Map.Entry::getValue);
  }

  private static List<Entry> livesInForce(final Timeline timeline) {
    final LinkedHashMap<VersionId, Entry> lives = new LinkedHashMap<>();
    final Set<VersionId> inForce = LatestTraffic.of(timeline).keySet();
    for (final Entry entry : timeline.entries()) {
      if (entry.announcement().traffic() instanceof Traffic.Live && inForce.contains(entry.id())) {
        lives.putLast(entry.id(), entry);
      }
    }
    return List.copyOf(lives.values());
  }

  private static String version(final Entry entry) {
    return entry.id().name() + " " + entry.id().version();
  }
}
