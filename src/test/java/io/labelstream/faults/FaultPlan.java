package io.labelstream.faults;

import io.labelstream.faults.Fault.Strikes;
import io.labelstream.faults.Fault.Until;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Which faults come when: each one alone first, then pairs without end, or each one alone again where no pair is possible. A pure function of seed, faults and
 * number of instances.
 */
final class FaultPlan {
  private final Random random;
  private final List<Fault> faults;
  private final int instances;
  private final List<Fault> alone;

  /**
   * A fault, and another one within it.
   *
   * @param victim the number of the instance that the outer one strikes
   * @param inner strikes after the outer one, and ends before it
   */
  record Step(Fault outer, int victim, Optional<Inner> inner) {
    String words() {
      return outer.words() + inner.map(one -> ", within it " + one.fault().words()).orElse("");
    }
  }

  record Inner(Fault fault, int victim) {}

  FaultPlan(final long seed, final Collection<Fault> faults, final int instances) {
    this.random = new Random(seed);
    this.faults = List.copyOf(faults);
    this.instances = instances;
    this.alone = new ArrayList<>(faults);
    Collections.shuffle(alone, random);
  }

  Step next() {
    final int victim = random.nextInt(instances);
    final List<Fault> outers = faults.stream().filter(outer -> canBeAround(outer) && faults.stream().anyMatch(inner -> canBeWithin(outer, inner))).toList();
    if (alone.isEmpty() && outers.isEmpty()) {
      alone.addAll(faults);
    }
    if (!alone.isEmpty()) {
      return new Step(alone.removeFirst(), victim, Optional.empty());
    }
    final Fault outer = one(outers);
    final Fault inner = one(faults.stream().filter(fault -> canBeWithin(outer, fault)).toList());
    // Another instance than that of the outer one.
    return new Step(outer, victim, Optional.of(new Inner(inner, (victim + 1 + random.nextInt(instances - 1)) % instances)));
  }

  private static boolean canBeAround(final Fault fault) {
    return fault.strikes() != Strikes.ALL_FOR_EVER && fault.until() != Until.AT_ONCE;
  }

  /** The event after which the inner one ends has to come while the outer one lasts. */
  private static boolean canBeWithin(final Fault outer, final Fault fault) {
    return fault != outer && (fault.until() == Until.AT_ONCE || fault.until() == Until.MORE_TEXTS) && (fault != Fault.ROLLING_RESTART || outer.letsAllStart());
  }

  private Fault one(final List<Fault> of) {
    return of.get(random.nextInt(of.size()));
  }
}
