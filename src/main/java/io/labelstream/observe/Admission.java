package io.labelstream.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Limits the number of connections and the time of each. A new one always comes in: the oldest beyond the limit is closed for it, and so is one whose time
 * is over. Thread-safe.
 */
final class Admission implements Connection.Listener {
  private final int most;
  private final Duration time;
  private final Scheduler scheduler;
  /** Oldest first, each with the task that will close it. */
  private final Map<Connection, Scheduler.Task> open = new LinkedHashMap<>();

  /**
   * An admission.
   *
   * @param most how many connections there are at most
   * @param time how long one may last
   * @param scheduler runs while there are connections
   */
  Admission(final int most, final Duration time, final Scheduler scheduler) {
    this.most = most;
    this.time = time;
    this.scheduler = scheduler;
  }

  @Override
  public void onOpened(final Connection opened) {
    final List<Connection> surplus = new ArrayList<>();
    synchronized (open) {
      open.put(opened, scheduler.schedule(() -> close(opened, "its time is over"), time.toNanos(), TimeUnit.NANOSECONDS));
      open.keySet().stream().limit(Math.max(0, open.size() - most)).forEach(surplus::add);
    }
    surplus.forEach(oldest -> close(oldest, "a newer one takes its place"));
  }

  @Override
  public void onClosed(final Connection closed) {
    final Scheduler.Task end;
    synchronized (open) {
      end = open.remove(closed);
    }
    if (end != null) {
      end.cancel();
    }
  }

  private static void close(final Connection connection, final String reason) {
    connection.getEndPoint().close(new TimeoutException(reason));
  }
}
