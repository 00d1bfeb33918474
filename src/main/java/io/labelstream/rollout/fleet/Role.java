package io.labelstream.rollout.fleet;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Decision;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.control.Traffic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A role of a version at a moment, by the control log. A version may have several: a canary may be a shadow for the other keys.
 *
 * @param rank its place in a list of roles
 * @param basis the source of the role
 * @param traffic the traffic that it is announced for; empty where that means nothing
 * @param since the event time from which it has the role; empty where that means nothing
 */
public record Role(Rank rank, Basis basis, Optional<Traffic> traffic, OptionalLong since) {
  /** The most important first. */
  public enum Rank {
    LIVE,
    CANARY,
    SHADOW,
    COMING,
    STAGED,
    EARLIER,
    WITHDRAWN
  }

  /** The source of a role. */
  public enum Basis {
    /** An announcement that counts. */
    ANNOUNCEMENT,
    /** An announcement that nobody has proved yet. */
    PENDING,
    /** The configuration of the instances. */
    CONFIGURATION,
    /** An announcement that another one has overtaken before it was proved. */
    SUPERSEDED,
    /** An announcement that is void. */
    VOID
  }

  /** True if every instance has to have the version. */
  public boolean isNeeded() {
    return switch (rank) {
      case LIVE, CANARY, SHADOW, COMING, STAGED -> true;
      case EARLIER, WITHDRAWN -> false;
    };
  }

  /**
   * The roles that a version has or is about to have, the most important first; if there are none, the role that it had last. Never empty.
   *
   * @param present the versions that count at {@code now}
   * @param entries the version's entries, whether they count or not, in their order
   * @param base whether it is a version of the configuration
   */
  static List<Role> of(final TimeSpan present, final List<Entry> entries, final VersionId id, final boolean base, final Instant now) {
    final List<Entry> counting = entries.stream().filter(Entry::counts).toList();
    final List<Role> roles = new ArrayList<>();
    if (present.live().isEmpty() && base) {
      roles.add(timeless(Rank.LIVE, Basis.CONFIGURATION));
    }
    add(Rank.LIVE, present.live(), id, roles);
    add(Rank.CANARY, present.canary(), id, roles);
    add(Rank.SHADOW, present.shadow(), id, roles);
    if (LatestTraffic.ofOne(counting).isPresent()) {
      counting.stream().filter(entry -> entry.effectiveFrom() > now.toEpochMilli() && !(entry.announcement().traffic() instanceof Traffic.Staged))
          .findFirst().ifPresent(entry -> roles.add(of(Rank.COMING, entry)));
    }
    final List<Entry> pending = entries.stream().filter(entry -> entry.decision() instanceof Decision.Pending).toList();
    pending.stream().filter(entry -> present.live().filter(live -> live.compareTo(entry) > 0).isEmpty()).findFirst().ifPresent(entry -> roles.add(
        new Role(Rank.COMING, Basis.PENDING, Optional.of(entry.announcement().traffic()),
            entry.asked() > now.toEpochMilli() ? OptionalLong.of(entry.asked()) : OptionalLong.empty())));
    if (!roles.isEmpty()) {
      return List.copyOf(roles);
    }
    if (base || !counting.isEmpty() || entries.isEmpty()) {
      return List.of(past(counting, base));
    }
    return List.of(pending.isEmpty() ? timeless(Rank.WITHDRAWN, Basis.VOID) : timeless(Rank.EARLIER, Basis.SUPERSEDED));
  }

  private static void add(final Rank rank, final Optional<Entry> entry, final VersionId id, final List<Role> roles) {
    entry.filter(serving -> serving.id().equals(id)).ifPresent(serving -> roles.add(of(rank, serving)));
  }

  private static Role of(final Rank rank, final Entry entry) {
    return new Role(rank, Basis.ANNOUNCEMENT, Optional.of(entry.announcement().traffic()), OptionalLong.of(entry.effectiveFrom()));
  }

  private static Role timeless(final Rank rank, final Basis basis) {
    return new Role(rank, basis, Optional.empty(), OptionalLong.empty());
  }

  private static Role past(final List<Entry> counting, final boolean base) {
    if (counting.isEmpty()) {
      return timeless(Rank.EARLIER, base ? Basis.CONFIGURATION : Basis.ANNOUNCEMENT);
    }
    final Entry last = counting.getLast();
    return switch (last.announcement().traffic()) {
      case Traffic.Withdrawn _ -> of(Rank.WITHDRAWN, last);
      case final Traffic.Staged staged -> new Role(Rank.STAGED, Basis.ANNOUNCEMENT, Optional.of(staged), OptionalLong.empty());
      case Traffic.Live _, Traffic.Canary _, Traffic.Shadow _ -> timeless(Rank.EARLIER, Basis.ANNOUNCEMENT);
    };
  }
}
