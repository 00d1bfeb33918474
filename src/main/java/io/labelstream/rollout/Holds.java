package io.labelstream.rollout;

import io.labelstream.model.TextClassifier;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The holds of tasks on the open model of a version, taken and released without any lock until the engine ends them. Thread-safe. */
final class Holds {
  private static final int ENDED = -1;

  private final TextClassifier classifier;
  private final Runnable onLastRelease;
  private final AtomicInteger count = new AtomicInteger();

  /** @param onLastRelease is run by the task that gives the last hold back */
  Holds(final TextClassifier classifier, final Runnable onLastRelease) {
    this.classifier = classifier;
    this.onLastRelease = onLastRelease;
  }

  /** The result of {@link #end}. */
  enum Ending {
    /** Nobody has a hold, and nobody gets one any more. */
    ENDED,
    /** Somebody has one, so nothing has changed. */
    HELD
  }

  /** A hold; empty if they are ended. */
  Optional<Hold> take() {
    return count.updateAndGet(now -> now == ENDED ? ENDED : now + 1) == ENDED ? Optional.empty() : Optional.of(new OneHold());
  }

  /** Ends them, unless somebody has one. */
  Ending end() {
    return count.compareAndSet(0, ENDED) ? Ending.ENDED : Ending.HELD;
  }

  int count() {
    return Math.max(0, count.get());
  }

  private final class OneHold implements Hold {
    private boolean released;

    @Override
    public TextClassifier classifier() {
      return classifier;
    }

    @Override
    public void release() {
      if (!released) {
        released = true;
        if (count.decrementAndGet() == 0) {
          onLastRelease.run();
        }
      }
    }
  }
}
