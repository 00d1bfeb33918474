package io.labelstream.faults;

import io.labelstream.faults.Fault.Strikes;
import io.labelstream.faults.Fault.Until;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Which faults come when: each one alone first, those that last for ever at the end, then each possible pair once, and again in another order, or each one
 * alone again where no pair is possible. A pure function of seed, faults and number of instances.
 */
final class FaultPlan {
  private final Random random;
  private final int instances;
  private final List<Kind> again;
  private final List<Kind> ahead;

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

  private record Kind(Fault outer, Optional<Fault> inner) {}

  FaultPlan(final long seed, final Collection<Fault> faults, final int instances) {
    this.random = new Random(seed);
    this.instances = instances;
    this.ahead = new ArrayList<>(faults.stream().map(fault -> new Kind(fault, Optional.empty())).toList());
    Collections.shuffle(ahead, random);
    ahead.sort(Comparator.comparing(kind -> kind.outer().strikes() == Strikes.ALL_FOR_EVER));
    final List<Kind> pairs = faults.stream().filter(FaultPlan::canBeAround)
        .flatMap(outer -> faults.stream().filter(inner -> canBeWithin(outer, inner)).map(inner -> new Kind(outer, Optional.of(inner)))).toList();
    this.again = pairs.isEmpty() ? List.copyOf(ahead) : pairs;
  }

  Step next() {
    if (ahead.isEmpty()) {
      ahead.addAll(again);
      Collections.shuffle(ahead, random);
    }
    final Kind kind = ahead.removeFirst();
    final int victim = random.nextInt(instances);
    // Another instance than that of the outer one.
    return new Step(kind.outer(), victim, kind.inner().map(inner -> new Inner(inner, (victim + 1 + random.nextInt(instances - 1)) % instances)));
  }

  private static boolean canBeAround(final Fault fault) {
    return fault.strikes() != Strikes.ALL_FOR_EVER && fault.until() != Until.AT_ONCE;
  }

  /** The event after which the inner one ends has to come while the outer one lasts. */
  private static boolean canBeWithin(final Fault outer, final Fault fault) {
    return fault != outer && (fault.until() == Until.AT_ONCE || fault.until() == Until.MORE_TEXTS) && (fault != Fault.ROLLING_RESTART || outer.letsAllStart());
  }
}
