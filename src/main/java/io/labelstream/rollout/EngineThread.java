package io.labelstream.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a {@link RolloutEngine}, {@code labelstream-rollout}: runs its events one after the other, and answers questions about their results.
 * Thread-safe.
 */
final class EngineThread {
  private static final Logger LOG = LoggerFactory.getLogger(EngineThread.class);
  private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().name("labelstream-rollout").factory();

  private final ScheduledExecutorService events = new ScheduledThreadPoolExecutor(1, this::thread);
  /** The waits for a condition. They belong to the thread, as do the conditions. */
  private final List<Waiter> waiters = new ArrayList<>();
  private volatile @Nullable Thread thread;

  private record Waiter(BooleanSupplier condition, CompletableFuture<Void> met) {
    void end() {
      met.complete(null);
    }

    boolean isOver() {
      try {
        if (!met.isDone() && condition.getAsBoolean()) {
          end();
        }
      } catch (final RuntimeException failure) {
        met.completeExceptionally(failure);
      }
      return met.isDone();
    }
  }

  private Thread thread(final Runnable body) {
    final Thread made = THREADS.newThread(body);
    thread = made;
    return made;
  }

  /** Repeats an event until the thread ends. */
  void repeat(final Runnable event, final Duration pause) {
    events.scheduleWithFixedDelay(() -> run(event), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Queues an event behind those that were given before, and returns at once. After the thread's end, events are dropped. */
  void post(final Runnable event) {
    post(event, () -> { });
  }

  /**
   * As {@link #post(Runnable)}.
   *
   * @param afterTheEnd is run at once instead if the thread has ended
   */
  void post(final Runnable event, final Runnable afterTheEnd) {
    try {
      events.execute(() -> run(event));
    } catch (final RejectedExecutionException ended) {
      afterTheEnd.run();
    }
  }

  /**
   * Asks a question, which may be an event as well, after the events that were given before, and waits for the answer. Within an event, and after the end, it
   * is answered at once, on the caller's thread.
   */
  <T> T ask(final Supplier<T> question) {
    if (Thread.currentThread() == thread) {
      return question.get();
    }
    final CompletableFuture<T> answer = new CompletableFuture<>();
    final Runnable answering = () -> answer(question, answer);
    post(answering, answering);
    try {
      return answer.join();
    } catch (final CompletionException failure) {
      throw failure.getCause() instanceof final RuntimeException known ? known : failure;
    }
  }

  private static <T> void answer(final Supplier<T> question, final CompletableFuture<T> answer) {
    try {
      answer.complete(question.get());
    } catch (final RuntimeException | Error failure) {
      answer.completeExceptionally(failure);
    }
  }

  /**
   * Waits until a condition holds; it is checked after each event. After the thread's end, this returns at once.
   *
   * @param patience the longest wait
   */
  void await(final BooleanSupplier condition, final Duration patience) throws InterruptedException {
    final Waiter waiter = new Waiter(condition, new CompletableFuture<>());
    post(() -> waiters.add(waiter), waiter::end);
    try {
      waiter.met.get(TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS);
    } catch (final TimeoutException over) {
      // It is for the caller to see whether the condition holds.
    } catch (final ExecutionException failure) {
      throw new IllegalStateException("a condition could not be looked at", failure.getCause());
    } finally {
      waiter.end();
    }
  }

  /** Ends the thread, after the events that were given before, also when it is interrupted: somebody may wait for the answer to a question. */
  void end() {
    ask(() -> true);
    events.shutdown();
  }

  private void run(final Runnable event) {
    try {
      event.run();
      waiters.removeIf(Waiter::isOver);
    } catch (final RuntimeException | Error bug) {
      // Thrown on, it would end a repeated event for good, or get lost.
      LOG.atError().setCause(bug).log("an event of the rollout failed");
    }
  }
}
