package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The open models of an instance against its memory budget. Belongs to the rollout's lock. */
final class Residents {
  private final long budget;
  private final MemoryPolicy policy;
  private final Map<String, Resident> open = new HashMap<>();
  private final List<Resident> closing = new ArrayList<>();

  Residents(final long budget, final MemoryPolicy policy) {
    this.budget = budget;
    this.policy = policy;
  }

  /** Whether a model can be opened now. */
  sealed interface Room {
    /** There is room once what {@link #closing} has is closed. */
    record Enough() implements Room {}

    /** There will be, when versions that are held or still needed have gone. */
    record Later(String why) implements Room {}

    /** There is none as long as the versions that must be open together with it are. */
    record Never(Rejection rejection) implements Room {}
  }

  /** The open model with this digest, which is not about to be closed. */
  Optional<Resident> find(final String sha256) {
    return Optional.ofNullable(open.get(sha256));
  }

  void add(final Resident resident) {
    open.put(resident.sha256(), resident);
  }

  /** Ends a version's use; the model goes to be closed with its last user. */
  void detach(final Version version) {
    final Resident resident = version.resident;
    if (resident != null) {
      version.resident = null;
      leave(resident, version);
    }
  }

  /** As {@link #detach}, for a version that used the model without being attached yet. */
  void leave(final Resident resident, final Version version) {
    resident.users().remove(version);
    if (resident.users().isEmpty()) {
      open.remove(resident.sha256(), resident);
      closing.add(resident);
    }
  }

  /** The models that wait for being closed; their bytes count until {@link #closed}. */
  List<Resident> closing() {
    return List.copyOf(closing);
  }

  void closed(final Resident resident) {
    closing.remove(resident);
  }

  List<Resident> all() {
    final List<Resident> all = new ArrayList<>(open.values());
    all.addAll(closing);
    return all;
  }

  long bytes() {
    return all().stream().mapToLong(Resident::bytes).sum();
  }

  /**
   * Makes room for a version, at the cost of models that serve nothing, the least recently used first.
   *
   * @param companions the versions of the slot that must be open together with it under {@link MemoryPolicy#CAPACITY}
   * @return the versions that had to go are in {@link #closing}, without their {@code resident}
   */
  Room makeRoom(final Version version, final long estimate, final Set<VersionId> companions) {
    final long beside = open.values().stream().filter(resident -> isBeside(resident, version, companions)).mapToLong(Resident::bytes).sum();
    if (estimate > budget - beside) {
      return new Room.Never(overBudget(estimate, beside));
    }
    long used = open.values().stream().mapToLong(Resident::bytes).sum();
    for (final Resident resident : open.values().stream().filter(resident -> givesWay(resident, version)).sorted(Comparator.comparingLong(Resident::idleSince)).toList()) {
      if (estimate <= budget - used) {
        break;
      }
      used -= resident.bytes();
      List.copyOf(resident.users()).forEach(this::detach);
    }
    return estimate <= budget - used ? new Room.Enough() : new Room.Later(overBudget(estimate, used).detail());
  }

  /** Whether a model may be closed for a version: nobody needs it, or only for what has not come to count, while this version counts. */
  private static boolean givesWay(final Resident resident, final Version version) {
    return resident.users().stream().allMatch(user -> !user.isClaimed() && user.necessity.compareTo(least(version)) < 0);
  }

  private static Snapshot.Necessity least(final Version version) {
    return version.necessity == Snapshot.Necessity.COUNTING ? Snapshot.Necessity.COUNTING : Snapshot.Necessity.CANDIDATE;
  }

  private boolean isBeside(final Resident resident, final Version version, final Set<VersionId> companions) {
    return resident.users().stream()
        .anyMatch(
            user -> user.necessity.compareTo(least(version)) >= 0
                && (policy == MemoryPolicy.AVAILABILITY || !version.isNeeded() || !user.slot.equals(version.slot) || companions.contains(user.id)));
  }

  private Rejection overBudget(final long estimate, final long taken) {
    return new Rejection(
        RejectionCode.OVER_BUDGET,
        "the model needs " + estimate + " bytes outside the heap, but of the budget of " + budget + " the versions beside it take " + taken);
  }
}
