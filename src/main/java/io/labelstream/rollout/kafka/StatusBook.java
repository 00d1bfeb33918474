package io.labelstream.rollout.kafka;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The values that are still to be written to the status topic: the latest value of each key only, so that nothing piles up while Kafka is away; and the keys on
 * the topic that are ours. Both are bounded: the oldest key gives way, and is deleted from the topic. Thread-safe; no method except {@link #await} and
 * {@link #awaitClosed} waits for more than other threads' map operations.
 */
final class StatusBook {
  /** The kinds of keys; a key gives way to one of its own kind only. */
  enum Kind {
    /** The state of a version, or of the instance itself. */
    STATE(2_000),
    /** The refusal of a control record, of which anybody who may write there can make any number. */
    REFUSAL(500);

    private final int most;

    Kind(final int most) {
      this.most = most;
    }
  }

  /** A key with its value; without one, the key is to be deleted. */
  record Item(String key, Optional<byte[]> value) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Item> pending = new LinkedHashMap<>();
  private final Map<Kind, Set<String>> ours = new EnumMap<>(Kind.class);
  private boolean closed;

  StatusBook() {
    for (final Kind kind : Kind.values()) {
      ours.put(kind, new LinkedHashSet<>());
    }
  }

  /** Sets the key's value from now on. Does nothing after {@link #closeWithDeletions()}. */
  void put(final Kind kind, final String key, final byte[] value) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      final Set<String> keys = ours.get(kind);
      keys.remove(key);
      keys.add(key);
      set(new Item(key, Optional.of(value)));
      if (keys.size() > kind.most) {
        final String oldest = keys.iterator().next();
        keys.remove(oldest);
        set(new Item(oldest, Optional.empty()));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Deletes the key, if it is one of ours. */
  void delete(final Kind kind, final String key) {
    lock.lock();
    try {
      if (!closed && ours.get(kind).remove(key)) {
        set(new Item(key, Optional.empty()));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes out all that is to be written. */
  List<Item> take() {
    lock.lock();
    try {
      final List<Item> taken = new ArrayList<>(pending.values());
      pending.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Takes back values that could not be written, except those whose key has another value by now. */
  void giveBack(final List<Item> unwritten) {
    lock.lock();
    try {
      unwritten.forEach(item -> pending.putIfAbsent(item.key(), item));
    } finally {
      lock.unlock();
    }
  }

  /** Ends the book: only the deletion of all our keys is still to be written. */
  void closeWithDeletions() {
    lock.lock();
    try {
      closed = true;
      pending.clear();
      ours.values().forEach(keys -> keys.forEach(key -> set(new Item(key, Optional.empty()))));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the book: only the values that it has already are still to be written. */
  void closeWithRest() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is to be written or the book is closed, but no longer than {@code nanos}. */
  void await(final long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (pending.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the book is closed, but no longer than {@code nanos}. */
  void awaitClosed(final long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void set(final Item item) {
    pending.remove(item.key());
    pending.put(item.key(), item);
  }
}
