package io.labelstream.cli.rollout;

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
 * A part that a version plays at a moment by the control log. It may play several: a canary may be a shadow for the other keys.
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

  /** The role in words, with its time where it has one. */
  String inWords(final Instant now) {
    if (since.isEmpty()) {
      return text;
    }
    return text + (since.getAsLong() > now.toEpochMilli() ? " from " : " since ") + AnnouncedText.effective(since.getAsLong(), now);
  }

  /**
   * All that a version does or is about to do, the most important first; if that is nothing, what it did last. Never empty.
   *
   * @param present what counts at {@code now}
   * @param entries the version's entries, whether they count or not, in their order
   * @param base whether it is a version of the configuration
   */
  static List<Role> of(final TimeSpan present, final List<Entry> entries, final VersionId id, final boolean base, final Instant now) {
    final List<Entry> counting = entries.stream().filter(Entry::counts).toList();
    final List<Role> roles = new ArrayList<>();
    if (present.live().isEmpty() && base) {
      roles.add(new Role(Rank.LIVE, "live (configuration)", OptionalLong.empty()));
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
        new Role(Rank.COMING, Traffics.inWords(entry.announcement().traffic()) + ", pending",
            entry.asked() > now.toEpochMilli() ? OptionalLong.of(entry.asked()) : OptionalLong.empty())));
    if (!roles.isEmpty()) {
      return List.copyOf(roles);
    }
    if (base || !counting.isEmpty() || entries.isEmpty()) {
      return List.of(past(counting, base));
    }
    return List.of(pending.isEmpty()
        ? new Role(Rank.WITHDRAWN, "void", OptionalLong.empty())
        : new Role(Rank.EARLIER, "superseded before it was proved", OptionalLong.empty()));
  }

  private static void add(final Rank rank, final Optional<Entry> entry, final VersionId id, final List<Role> roles) {
    entry.filter(serving -> serving.id().equals(id)).ifPresent(serving -> roles.add(of(rank, serving)));
  }

  private static Role of(final Rank rank, final Entry entry) {
    return new Role(rank, Traffics.inWords(entry.announcement().traffic()), OptionalLong.of(entry.effectiveFrom()));
  }

  private static Role past(final List<Entry> counting, final boolean base) {
    if (counting.isEmpty()) {
      return new Role(Rank.EARLIER, base ? "earlier (configuration)" : "earlier", OptionalLong.empty());
    }
    final Entry last = counting.getLast();
    return switch (last.announcement().traffic()) {
      case Traffic.Withdrawn _ -> new Role(Rank.WITHDRAWN, "withdrawn", OptionalLong.of(last.effectiveFrom()));
      case Traffic.Staged _ -> new Role(Rank.STAGED, "staged", OptionalLong.empty());
      case Traffic.Live _, Traffic.Canary _, Traffic.Shadow _ -> new Role(Rank.EARLIER, "earlier", OptionalLong.empty());
    };
  }
}
