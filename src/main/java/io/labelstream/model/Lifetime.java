package io.labelstream.model;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Keeps a model's memory from being freed while a text is classified. For implementations of {@link TextClassifier}. Thread-safe.
 *
 * <p>Each session has a {@link Hold} that it sets while it classifies one text. Closing first forbids new holds and then waits for those that are set: either
 * the session sees that the model is closed, or the closing thread sees the hold. A session that was garbage-collected is classifying no text.
 */
public final class Lifetime {
  private static final long WAIT_NANOS = 20_000;

  private final Arena arena;
  private final List<WeakReference<Hold>> holds = new ArrayList<>();
  private volatile boolean closed;

  /** @param arena the model's memory, which may be closed by any thread */
  public Lifetime(final Arena arena) {
    this.arena = arena;
  }

  /**
   * A hold for a new session.
   *
   * @throws ModelClosedException if the model is closed
   */
  public Hold newHold() {
    synchronized (holds) {
      if (closed) {
        throw new ModelClosedException();
      }
      final Hold hold = new Hold(this);
      holds.removeIf(reference -> reference.get() == null);
      holds.add(new WeakReference<>(hold));
      return hold;
    }
  }

  /**
   * Reads the memory outside of any session.
   *
   * @throws ModelClosedException if the model is closed
   */
  public <T> T read(final Supplier<T> reading) {
    final Hold hold = newHold();
    hold.acquire();
    try {
      return reading.get();
    } finally {
      hold.release();
    }
  }

  /** Frees the memory as soon as no text is being classified. Closing twice does nothing. */
  public void close() {
    synchronized (holds) {
      if (closed) {
        return;
      }
      closed = true;
      for (final WeakReference<Hold> reference : holds) {
        final Hold hold = reference.get();
        while (hold != null && hold.isSet()) {
          LockSupport.parkNanos(WAIT_NANOS);
        }
      }
      arena.close();
    }
  }

  /** One session's claim on the memory. Only that session's thread may set and release it. */
  public static final class Hold {
    private static final VarHandle SET;

    static {
      try {
        SET = MethodHandles.lookup().findVarHandle(Hold.class, "set", boolean.class);
      } catch (final ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private final Lifetime lifetime;

    @SuppressWarnings("unused") // through SET
    private boolean set;

    private Hold(final Lifetime lifetime) {
      this.lifetime = lifetime;
    }

    /**
     * Claims the memory until {@link #release}.
     *
     * @throws ModelClosedException if the model is closed
     */
    public void acquire() {
      // Volatile on both sides: this store and the load of closed must not change places.
      SET.setVolatile(this, true);
      if (lifetime.closed) {
        release();
        throw new ModelClosedException();
      }
    }

    /** Ends the claim. */
    public void release() {
      SET.setRelease(this, false);
    }

    private boolean isSet() {
      return (boolean) SET.getVolatile(this);
    }
  }
}
