package io.labelstream.rollout;

import io.labelstream.rollout.control.TimeSpan;
import java.util.Optional;

/** The changes of live versions on this instance. Belongs to the engine's thread. */
final class Swaps {
  private long count;
  private Optional<Rollout.Swap> last = Optional.empty();

  /** Notes a change of the version that serves a slot's records of the present. */
  void notice(final SlotState slot, final TimeSpan present) {
    final Version live = present.live().flatMap(entry -> slot.version(entry.id())).orElse(null);
    if (live == null || live.resident == null || live.id.equals(slot.serving)) {
      return;
    }
    if (slot.serving != null) {
      count++;
      last = Optional.of(new Rollout.Swap(slot.name(), slot.serving, live.id, live.steps));
    }
    slot.serving = live.id;
  }

  long count() {
    return count;
  }

  Optional<Rollout.Swap> last() {
    return last;
  }
}
