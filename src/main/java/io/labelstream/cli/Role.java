package io.labelstream.cli;

import io.labelstream.rollout.Entry;
import io.labelstream.rollout.Standing;
import io.labelstream.rollout.Stretch;
import io.labelstream.rollout.Timeline;
import io.labelstream.rollout.Traffic;
import io.labelstream.rollout.VersionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a version does at a moment by the control log.
 *
 * @param rank where it stands in a list
 * @param text in words
 * @param since from which event time on; empty where that says nothing
 */
record Role(Rank rank, String text, OptionalLong since) {
  /** The most important first. */
  enum Rank {
    LIVE,
    CANARY,
    SHADOW,
    COMING,
    STAGED,
    EARLIER,
    WITHDRAWN
  }

  /** Whether every instance has to have it. */
  boolean isNeeded() {
    return switch (rank) {
      case LIVE, CANARY, SHADOW, COMING, STAGED -> true;
      case EARLIER, WITHDRAWN -> false;
    };
  }

  /**
   * What a version is to do.
   *
   * @param notCounting the entries that are pending or void
   * @param base whether it is a version of the configuration
   */
  static Role of(final Timeline timeline, final List<Entry> notCounting, final VersionId id, final boolean base, final Instant now) {
    final Stretch stretch = timeline.at(now.toEpochMilli());
    if (isOf(stretch.live(), id)) {
      return now(Rank.LIVE, stretch.live().get());
    }
    if (stretch.live().isEmpty() && base) {
      return new Role(Rank.LIVE, "live (configuration)", OptionalLong.empty());
    }
    if (isOf(stretch.canary(), id)) {
      return now(Rank.CANARY, stretch.canary().get());
    }
    if (isOf(stretch.shadow(), id)) {
      return now(Rank.SHADOW, stretch.shadow().get());
    }
    final Optional<Entry> coming = timeline.entries().stream()
        .filter(entry -> entry.effectiveFrom() > now.toEpochMilli() && entry.id().equals(id) && LatestTraffic.of(timeline, id).isPresent())
        .filter(entry -> !(entry.announcement().traffic() instanceof Traffic.Staged))
        .findFirst();
    if (coming.isPresent()) {
      return new Role(Rank.COMING, Traffics.inWords(coming.get().announcement().traffic()) + " soon", OptionalLong.of(coming.get().effectiveFrom()));
    }
    final List<Entry> others = notCounting.stream().filter(entry -> entry.id().equals(id)).toList();
    final Optional<Entry> pending = others.stream().filter(entry -> entry.standing() instanceof Standing.Pending).findFirst();
    if (pending.isPresent()) {
      return new Role(Rank.COMING, Traffics.inWords(pending.get().announcement().traffic()) + ", pending", OptionalLong.of(pending.get().asked()));
    }
    final Role past = past(timeline, id, base);
    return others.isEmpty() || base || timeline.entries().stream().anyMatch(entry -> entry.id().equals(id))
        ? past
        : new Role(Rank.WITHDRAWN, "void", OptionalLong.empty());
  }

  private static Role past(final Timeline timeline, final VersionId id, final boolean base) {
    Role role = new Role(Rank.EARLIER, base ? "earlier (configuration)" : "earlier", OptionalLong.empty());
    for (final Entry entry : timeline.entries()) {
      if (entry.id().equals(id)) {
        role = switch (entry.announcement().traffic()) {
          case Traffic.Withdrawn _ -> new Role(Rank.WITHDRAWN, "withdrawn", OptionalLong.of(entry.effectiveFrom()));
          case Traffic.Staged _ -> new Role(Rank.STAGED, "staged", OptionalLong.empty());
          case Traffic.Live _, Traffic.Canary _, Traffic.Shadow _ -> new Role(Rank.EARLIER, "earlier", OptionalLong.empty());
        };
      }
    }
    return role;
  }

  private static boolean isOf(final Optional<Entry> entry, final VersionId id) {
    return entry.map(Entry::id).filter(id::equals).isPresent();
  }

  private static Role now(final Rank rank, final Entry entry) {
    return new Role(rank, Traffics.inWords(entry.announcement().traffic()), OptionalLong.of(entry.effectiveFrom()));
  }
}
