package io.labelstream.faults;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened so far, the latest first, also where opening the next thing fails. Not thread-safe. */
final class Closing implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T add(final T one) {
    opened.push(one);
    return one;
  }

  /** Closes all, even where one of them fails. */
  @Override
  public void close() throws Exception {
    if (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } finally {
        close();
      }
    }
  }
}
