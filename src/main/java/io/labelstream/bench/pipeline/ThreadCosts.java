package io.labelstream.bench.pipeline;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU time of this process by kind of thread, and what its stream threads allocate. Java threads are asked of the JVM; the JVM's own ones of Linux, without
 * which they count as others. Not thread-safe.
 */
final class ThreadCosts {
  private static final Path TASKS = Path.of("/proc/self/task");

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  /** The latest time of each of the JVM's own threads: compilers end when there is nothing to compile, and their time would go with them. */
  private final Map<Path, Native> natives = new HashMap<>();

  private record Native(ThreadKind kind, long nanos) {}

  Reading read(final Reading.Phase phase) {
    final Map<ThreadKind, Long> nanos = new EnumMap<>(ThreadKind.class);
    for (final ThreadKind kind : ThreadKind.values()) {
      nanos.put(kind, 0L);
    }
    long allocated = 0;
    for (final long id : threads.getAllThreadIds()) {
      final ThreadInfo thread = threads.getThreadInfo(id);
      final ThreadKind kind = thread == null ? ThreadKind.OTHER : ThreadKind.ofJavaThread(thread.getThreadName());
      if (kind != ThreadKind.OTHER) {
        nanos.merge(kind, Math.max(0, threads.getThreadCpuTime(id)), Long::sum);
      }
      if (kind == ThreadKind.STREAM) {
        allocated += Math.max(0, threads.getThreadAllocatedBytes(id));
      }
    }
    readNatives();
    natives.values().forEach(each -> nanos.merge(each.kind, each.nanos, Long::sum));
    final long known = nanos.values().stream().mapToLong(Long::longValue).sum();
    nanos.put(ThreadKind.OTHER, Math.max(0, process.getProcessCpuTime() - known));
    return new Reading(phase, nanos, allocated);
  }

  private void readNatives() {
    if (!Files.isReadable(TASKS)) {
      return;
    }
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (final Path task : tasks) {
        readNative(task);
      }
    } catch (final IOException unreadable) {
      throw new IllegalStateException(TASKS + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private void readNative(final Path task) {
    try {
      final ThreadKind kind = ThreadKind.ofNativeThread(Files.readString(task.resolve("comm")));
      if (kind != ThreadKind.OTHER) {
        final String nanos = Files.readString(task.resolve("schedstat"));
        natives.put(task, new Native(kind, Long.parseLong(nanos.substring(0, nanos.indexOf(' ')))));
      }
    } catch (final IOException ended) {
      // A thread that ended while it was looked at; its latest time is kept.
    }
  }
}
