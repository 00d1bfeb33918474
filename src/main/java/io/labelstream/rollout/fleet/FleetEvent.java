package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.kafka.Announcer.Announced;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A step of an action on the fleet, or something that whoever leads the fleet should know. */
public sealed interface FleetEvent {
  /** Live instances are configured differently, so that they may not agree on what is announced. */
  record ConfigDiffers(List<ConfigConflict> conflicts) implements FleetEvent {
    public ConfigDiffers {
      conflicts = List.copyOf(conflicts);
    }
  }

  /** The lead may not be that of the instances. */
  record LeadDoubted(FleetLead.Doubt doubt) implements FleetEvent {}

  /** The instances have different base versions of a slot. */
  record BasesDiffer(String slot, List<BaseVersion> bases) implements FleetEvent {
    public BasesDiffer {
      bases = List.copyOf(bases);
    }
  }

  /**
   * A version is staged, and the instances are waited for.
   *
   * @param limit how long at most
   */
  record Staged(Announced announced, Duration limit) implements FleetEvent {}

  /** An instance has come further with a staged version. */
  record Advanced(String instance, Readiness readiness) implements FleetEvent {}

  /** An instance that was waited for gives no signs of life any more. */
  record Gone(String instance) implements FleetEvent {}

  /** All instances are ready. */
  record Prepared(int instances) implements FleetEvent {}

  /** A version was announced or withdrawn as it was meant to be. */
  record Done(Announced announced) implements FleetEvent {}

  /** An announcement was proved, and counts from its effective time on. */
  record Proved(Entry entry, String instance) implements FleetEvent {}

  /** A version that was staged is withdrawn again. */
  record Undone(Announced withdrawal) implements FleetEvent {}

  /**
   * The instances that an announcement may reach.
   *
   * @param instances how many live instances have the slot; empty: there is no status topic, so that nobody knows
   */
  record Audience(String slot, OptionalInt instances) implements FleetEvent {}

  /** A slot is about to be rolled back. */
  record GoingBack(RollbackPlan plan) implements FleetEvent {}

  /** A version that was announced for later will take over, even after a rollback. */
  record StillToCome(Entry entry) implements FleetEvent {}

  /** The version that a rollback ends is not yet live: it takes over first, and labels until the rollback counts. */
  record TakesOverFirst(Entry entry) implements FleetEvent {}

  /**
   * The versions that label after a withdrawal.
   *
   * @param live the version that labels; empty: none that was announced
   * @param canary the version that labels the records of some keys instead
   * @param base the base version, which labels where no announced version does
   */
  record Successor(Optional<Entry> live, Optional<Entry> canary, Optional<BaseVersion> base) implements FleetEvent {}
}
