package io.labelstream.model;

import io.labelstream.model.Lifetime.Hold;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A model whose memory is freed while sessions classify, once. Each method is for one thread. */
public final class LifetimeRace {
  /** The model is closed: no text was classified. */
  public static final int REFUSED = 0;
  /** A text was classified, and the memory was there. */
  public static final int CLASSIFIED = 1;
  /** A text was classified when the memory was free. */
  public static final int USED_AFTER_FREE = 2;

  private static final int SPINS = 50;

  private final Memory memory = new Memory();
  private final Lifetime lifetime = new Lifetime(memory);
  private final Hold hold = lifetime.newHold();

  /** Classifies a text in a session that was there before. */
  public int classify() {
    return classify(hold);
  }

  /** Classifies a text in a new session. */
  public int classifyInNewSession() {
    try {
      return classify(lifetime.newHold());
    } catch (final ModelClosedException closed) {
      return REFUSED;
    }
  }

  /** Closes the model, and tells how often its memory has been freed by then. */
  public int close() {
    lifetime.close();
    return memory.frees;
  }

  /** Begins to classify a text in a session that was there before. */
  public void begin() {
    hold.acquire();
  }

  /** Ends what was begun, and tells if the memory was there until now. */
  public int end() {
    final int result = memory.frees == 0 ? CLASSIFIED : USED_AFTER_FREE;
    hold.release();
    return result;
  }

  private int classify(final Hold session) {
    try {
      session.acquire();
    } catch (final ModelClosedException closed) {
      return REFUSED;
    }
    try {
      int frees = 0;
      // Long enough for somebody to close it meanwhile.
      for (int spin = 0; spin < SPINS; spin++) {
        frees += memory.frees;
        Thread.onSpinWait();
      }
      return frees == 0 ? CLASSIFIED : USED_AFTER_FREE;
    } finally {
      session.release();
    }
  }

  /** Memory of no bytes that counts how often it is freed. */
  private static final class Memory implements Arena {
    private volatile int frees;

    @Override
    public MemorySegment allocate(final long bytes, final long alignment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MemorySegment.Scope scope() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      frees = frees + 1;
    }
  }
}
