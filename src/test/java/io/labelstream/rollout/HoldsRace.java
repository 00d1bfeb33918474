package io.labelstream.rollout;

import io.labelstream.fixture.OneLabelClassifier;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The holds of tasks on a version that the engine wants to close, once. Each method is for one thread. */
public final class HoldsRace {
  /** The holds are ended: the task has to ask the engine. */
  public static final int PENDING = 0;
  /** The task had the model, which was open. */
  public static final int HELD = 1;
  /** The task had the model when it was closed. */
  public static final int HELD_AFTER_CLOSE = 2;
  /** The engine has closed the model. */
  public static final int CLOSED = 3;
  /** A task has the model, and will tell when it gives it back. */
  public static final int LEFT_OPEN = 4;
  /** Nobody has the model, the engine has not closed it, and nobody has told. */
  public static final int FORGOTTEN = 5;

  private static final int SPINS = 50;

  private final AtomicInteger lastReleases = new AtomicInteger();
  private final Holds holds = new Holds(new OneLabelClassifier("a"), lastReleases::incrementAndGet);
  private volatile boolean closed;
  private volatile boolean left;

  /** Takes a hold, uses the model, and gives the hold back, twice by mistake. */
  public int hold() {
    final Task task = newTask();
    task.take();
    task.use();
    task.giveBack();
    task.giveBack();
    return task.result();
  }

  /** A task, for whoever wants its steps one by one. */
  public Task newTask() {
    return new Task();
  }

  /** Closes the model if no task has it. */
  public int end() {
    if (holds.end() == Holds.Ending.ENDED) {
      closed = true;
      return CLOSED;
    }
    left = true;
    return LEFT_OPEN;
  }

  /** After all others: the engine's last look. */
  public int last() {
    if (closed) {
      return CLOSED;
    }
    return left && lastReleases.get() > 0 && holds.count() == 0 && holds.end() == Holds.Ending.ENDED ? LEFT_OPEN : FORGOTTEN;
  }

  /** A task that has the model once. */
  public final class Task {
    private Optional<Hold> hold = Optional.empty();
    private int result = PENDING;

    public void take() {
      hold = holds.take();
      result = hold.isEmpty() ? PENDING : HELD;
    }

    /** Takes long enough for the engine to come meanwhile. */
    public void use() {
      for (int spin = 0; spin < SPINS && hold.isPresent(); spin++) {
        result = closed ? HELD_AFTER_CLOSE : result;
        Thread.onSpinWait();
      }
    }

    public void giveBack() {
      hold.ifPresent(Hold::release);
    }

    public int result() {
      return result;
    }
  }
}
