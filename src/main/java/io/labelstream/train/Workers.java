package io.labelstream.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Threads that share numbered tasks. The result of a task must depend on its number alone, so that results are the same for any number of threads. Not
 * thread-safe.
 */
public final class Workers implements AutoCloseable {
  private final int threads;
  private final ExecutorService others;

  /** @param threads the number of threads that work at a time, including the calling one; at least 1 */
  public Workers(final int threads) {
    this.threads = threads;
    this.others = Executors.newFixedThreadPool(Math.max(1, threads - 1), Thread.ofPlatform().daemon().name("train-", 0).factory());
  }

  /** The number of threads that work at a time. */
  public int threads() {
    return threads;
  }

  /** Runs {@code task} for each number below {@code count}, and returns when all are done. */
  public void forEach(final int count, final IntConsumer task) {
    final AtomicInteger next = new AtomicInteger();
    final Runnable loop = () -> {
      for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
        task.accept(number);
      }
    };
    final List<Future<?>> running = new ArrayList<>();
    for (int thread = 1; thread < Math.min(threads, count); thread++) {
      running.add(others.submit(loop));
    }
    loop.run();
    for (final Future<?> future : running) {
      await(future);
    }
  }

  private static void await(final Future<?> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          future.get();
          return;
        } catch (final InterruptedException e) {
          interrupted = true;
        } catch (final ExecutionException e) {
          throw new IllegalStateException("a task failed", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    others.shutdown();
  }
}
