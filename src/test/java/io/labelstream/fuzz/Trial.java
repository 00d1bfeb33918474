package io.labelstream.fuzz;

import com.sun.management.ThreadMXBean;
import io.labelstream.fuzz.FuzzTarget.Bound.Threads;
import io.labelstream.fuzz.FuzzTarget.Reader;
import io.labelstream.model.ModelRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives inputs to a reader and checks the rules: no exception but its refusals, no second of the thread's time, no more memory than its bound. Counts the outcomes.
 * The first input of each kind of fault is made smaller and saved. For one thread.
 *
 * <p>An input that takes no end is saved by a watchdog, which then ends the JVM, since a thread cannot be stopped.
 */
final class Trial implements AutoCloseable {
  private static final int HALTED = 70;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Duration MOST_TIME = Duration.ofSeconds(1);
  /** A server and its client wait for each other, on a machine that others use too. */
  private static final Duration MOST_TIME_OF_SERVERS = Duration.ofMinutes(5);
  private static final int MOST_CUTS = 400;

  private final FuzzTarget target;
  private final Path folder;
  private final long caller = Thread.currentThread().threadId();
  private final TreeMap<String, Long> outcomes = new TreeMap<>();
  private final TreeMap<String, String> faults = new TreeMap<>();
  private final Thread watchdog = Thread.ofPlatform().daemon().name("fuzz-watchdog").unstarted(this::watch);
  private long inputs;
  private long slowest;
  private long largest;
  private volatile byte @Nullable [] current;
  private volatile long started;

  /**
   * Reads the seeds, so that classes are loaded.
   *
   * @param folder where inputs with faults are saved
   */
  Trial(final FuzzTarget target, final Path folder) {
    this.target = target;
    this.folder = folder;
    for (final byte[] seed : target.seeds()) {
      final Result result = measured(seed, Long.MAX_VALUE);
      if (!result.outcome().equals(Reader.ACCEPTED)) {
        throw new IllegalStateException(target.name() + " refuses a seed: " + result.skeleton());
      }
    }
    watchdog.start();
  }

  /**
   * The result of one input.
   *
   * @param outcome accepted, or the kind of refusal or fault
   * @param skeleton the outcome with its message, without numbers: inputs with the same one took about the same way
   * @param isFault whether a rule is broken
   */
  private record Result(String outcome, String skeleton, boolean isFault, long nanos, long bytes) {}

  /** Tries an input, and returns the skeleton of its outcome. */
  String run(final byte[] input) {
    inputs++;
    current = input;
    final Result first = measured(input, target.bound().bytes(input.length));
    // Loading classes takes more than reading: whatever is to be a record has to be one twice.
    final Result result = first.nanos() > slowest || first.bytes() > largest ? measured(input, target.bound().bytes(input.length)) : first;
    current = null;
    outcomes.merge(result.outcome(), 1L, Long::sum);
    slowest = Math.max(slowest, result.nanos());
    largest = Math.max(largest, result.bytes());
    if (result.isFault() && !faults.containsKey(result.outcome())) {
      faults.put(result.outcome(), saved(smaller(input, result.outcome())) + ": " + result.skeleton());
    }
    return result.skeleton();
  }

  /** Tries so many inputs of a mutator, each second one with its sizes put right. */
  void run(final Mutator mutator, final long count) {
    for (long number = 0; number < count; number++) {
      final byte[] input = number % 2 == 0 ? mutator.next() : target.layout().apply(mutator.next());
      mutator.learn(input, run(input));
    }
  }

  /** The faults, by kind, each with the file of an input. */
  TreeMap<String, String> faults() {
    return faults;
  }

  /** A row of the report, with reader, inputs, accepted, refusals by kind, slowest input, largest allocation and faults, and then a line for each fault. */
  List<String> report() {
    return Stream.concat(Stream.of(row()), faults.values().stream()).toList();
  }

  private String row() {
    final TreeMap<String, Long> refused = new TreeMap<>(outcomes);
    final long accepted = Optional.ofNullable(refused.remove(Reader.ACCEPTED)).orElse(0L);
    faults.keySet().forEach(refused::remove);
    final String kinds = String.join(", ", refused.entrySet().stream()
        .sorted((one, other) -> Long.compare(other.getValue(), one.getValue())).map(kind -> kind.getKey() + " " + grouped(kind.getValue())).toList());
    return "| " + target.name() + " | " + grouped(inputs) + " | " + grouped(accepted) + " | " + kinds + " | " + slowest / 1_000_000 + " ms | "
        + grouped(largest >> 10) + " KiB | " + faults.size() + " |";
  }

  private static String grouped(final long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private Result measured(final byte[] input, final long mostBytes) {
    final long bytesBefore = allocated();
    final long before = time();
    started = before;
    String outcome;
    String message = "";
    boolean isFault = false;
    try {
      outcome = target.reader().read(input);
    } catch (final Throwable thrown) {
      isFault = target.refusals().stream().noneMatch(refusal -> refusal.isInstance(thrown));
      outcome = isFault ? fault(thrown) : kind(thrown);
      message = String.valueOf(thrown.getMessage());
    }
    final long nanos = time() - before;
    final long bytes = allocated() - bytesBefore;
    if (!isFault && nanos > mostTime().toNanos()) {
      return new Result("SLOW", nanos / 1_000_000 + " ms, " + outcome, true, nanos, bytes);
    }
    if (!isFault && bytes > mostBytes) {
      return new Result("LARGE", bytes + " bytes allocated for " + input.length + ", " + outcome, true, nanos, bytes);
    }
    return new Result(outcome, outcome + " " + message.replaceAll("[0-9]+", "#"), isFault, nanos, bytes);
  }

  private static String kind(final Throwable refusal) {
    return refusal instanceof final ModelRefusedException refused ? refused.defect().name() : refusal.getClass().getSimpleName();
  }

  /** A fault by what was thrown where, as far as that is in our own code. */
  private static String fault(final Throwable thrown) {
    final String place = Arrays.stream(thrown.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("io.labelstream.") && !frame.getClassName().startsWith("io.labelstream.fuzz."))
        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber()).findFirst().orElse("elsewhere");
    return thrown.getClass().getName() + " at " + place;
  }

  /** The input without what the fault does not need. */
  private byte[] smaller(final byte[] input, final String outcome) {
    byte[] least = input;
    int cuts = 0;
    for (int size = input.length / 2; size > 0 && cuts < MOST_CUTS; size /= 2) {
      for (int start = 0; start + size <= least.length && cuts < MOST_CUTS; cuts++) {
        final byte[] cut = new byte[least.length - size];
        System.arraycopy(least, 0, cut, 0, start);
        System.arraycopy(least, start + size, cut, start, cut.length - start);
        if (measured(cut, target.bound().bytes(cut.length)).outcome().equals(outcome)) {
          least = cut;
        } else {
          start += size;
        }
      }
    }
    return least;
  }

  private Path saved(final byte[] input) {
    try {
      final Path file = Files.createDirectories(folder).resolve(target.name() + "-" + inputs + ".input").toAbsolutePath();
      return Files.write(file, input);
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Duration mostTime() {
    return target.bound().threads() == Threads.CALLER ? MOST_TIME : MOST_TIME_OF_SERVERS;
  }

  private long time() {
    return target.bound().threads() == Threads.CALLER ? THREADS.getThreadCpuTime(caller) : System.nanoTime();
  }

  private long allocated() {
    return target.bound().threads() == Threads.CALLER ? THREADS.getThreadAllocatedBytes(caller) : THREADS.getTotalThreadAllocatedBytes();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(MOST_TIME);
        final byte[] input = current;
        if (input != null && time() - started > 5 * mostTime().toNanos() && input == current) {
          System.err.println(target.name() + ", input " + inputs + ", takes no end: " + saved(input));
          Runtime.getRuntime().halt(HALTED);
        }
      }
    } catch (final InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    watchdog.interrupt();
  }
}
