package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.Snapshot.Necessity;
import io.labelstream.rollout.Snapshot.Use;
import io.labelstream.rollout.Snapshot.User;
import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The part of the policy that is about the memory budget: whether one more model may be opened, and at the cost of which others. Immutable and thread-safe. */
final class MemoryPlanner {
  private final long budget;
  private final MemoryPolicy policy;

  /** @param budget the most bytes that all open models together may hold outside the heap */
  MemoryPlanner(final long budget, final MemoryPolicy policy) {
    this.budget = budget;
    this.policy = policy;
  }

  MemoryPolicy policy() {
    return policy;
  }

  /** The room for one more model. */
  sealed interface Room {
    /**
     * There is some once these versions, which serve nothing, have given up their models.
     *
     * @param leaving the least recently used first
     */
    record Enough(List<User> leaving) implements Room {
      public Enough {
        leaving = List.copyOf(leaving);
      }
    }

    /** There will be some once versions that are held, or still needed, have given up their models. */
    record Later(Rejection meanwhile) implements Room {}

    /** There is none while the versions that must be open together with it are open. */
    record Never(Rejection rejection) implements Room {}
  }

  /**
   * A version's demand for its model.
   *
   * @param idleSince when it was last held or needed, in epoch milliseconds
   */
  record Demand(User user, Necessity necessity, Use use, long idleSince) {}

  /**
   * An open model.
   *
   * @param bytes the bytes that it holds outside the heap
   * @param demands those of all its users
   */
  record Model(long bytes, List<Demand> demands) {
    Model {
      demands = List.copyOf(demands);
    }

    private long idleSince() {
      return demands.stream().mapToLong(Demand::idleSince).max().orElse(Long.MIN_VALUE);
    }
  }

  /**
   * Looks for room for a version, at the cost of models that serve nothing, the least recently used first.
   *
   * @param bytes the bytes that its model will hold
   * @param open the models that are open
   * @param companions the versions of its slot that must be open together with it under {@link MemoryPolicy#CAPACITY}
   */
  Room room(final Demand version, final long bytes, final List<Model> open, final Set<VersionId> companions) {
    final long beside = open.stream().filter(model -> isBeside(model, version, companions)).mapToLong(Model::bytes).sum();
    if (bytes > budget - beside) {
      return new Room.Never(overBudget(bytes, beside));
    }
    long used = open.stream().mapToLong(Model::bytes).sum();
    final List<User> leaving = new ArrayList<>();
    for (final Model model : open.stream().filter(model -> givesWay(model, version)).sorted(Comparator.comparingLong(Model::idleSince)).toList()) {
      if (bytes <= budget - used) {
        break;
      }
      used -= model.bytes();
      model.demands().forEach(demand -> leaving.add(demand.user()));
    }
    return bytes <= budget - used ? new Room.Enough(leaving) : new Room.Later(overBudget(bytes, used));
  }

  /** True if a model may be closed for a version: no task has a claim on it, and nothing needs it, or only candidates do while this version counts. */
  private static boolean givesWay(final Model model, final Demand version) {
    return model.demands().stream().allMatch(demand -> demand.use() == Use.UNCLAIMED && demand.necessity().compareTo(least(version)) < 0);
  }

  private boolean isBeside(final Model model, final Demand version, final Set<VersionId> companions) {
    return model.demands().stream().anyMatch(demand -> demand.necessity().compareTo(least(version)) >= 0
        && (policy == MemoryPolicy.AVAILABILITY || version.necessity() == Necessity.NONE || !demand.user().slot().equals(version.user().slot())
            || companions.contains(demand.user().id())));
  }

  private static Necessity least(final Demand version) {
    return version.necessity() == Necessity.COUNTING ? Necessity.COUNTING : Necessity.CANDIDATE;
  }

  private Rejection overBudget(final long bytes, final long taken) {
    return new Rejection(RejectionCode.OVER_BUDGET,
        "the model needs " + bytes + " bytes outside the heap, but of the budget of " + budget + " the versions beside it take " + taken);
  }
}
