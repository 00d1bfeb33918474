package io.labelstream.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Memory for tables that are read at random and are far larger than what the processor's page tables in its caches cover: on Linux in huge pages, if the system
 * gives them to programs that ask ({@code madvise} or {@code always} in {@code /sys/kernel/mm/transparent_hugepage/enabled}), else as from any arena.
 *
 * <p>Only whole huge pages within a table are asked for, so that no more memory is taken than its bytes.
 */
public final class LargeTables {
  private static final long LEAST_BYTES = 32L << 20;
  private static final long HUGE_PAGE = 2L << 20;

  private LargeTables() {}

  /**
   * Zeroed memory that is freed with its arena.
   *
   * @param alignment in bytes, a power of two, at most 2 MiB
   */
  public static MemorySegment allocate(final long bytes, final long alignment, final Arena arena) {
    final Optional<MemorySegment> huge = bytes < LEAST_BYTES ? Optional.empty() : SystemCalls.CALLS.flatMap(calls -> calls.allocate(bytes, arena));
    return huge.orElseGet(() -> arena.allocate(bytes, alignment));
  }

  /** Calls of the operating system. */
  private record SystemCalls(MethodHandle mmap, MethodHandle munmap, MethodHandle madvise) {
    /** Made when the first large table is allocated, as this takes longer than to open a small model. */
    static final Optional<SystemCalls> CALLS = System.getProperty("os.name").equals("Linux") ? find() : Optional.empty();

    private static final int READ_AND_WRITE = 3;
    private static final int PRIVATE_AND_ANONYMOUS = 0x22;
    private static final int MADV_HUGEPAGE = 14;
    private static final int NO_FILE = -1;
    private static final long FAILED = -1;

    private static Optional<SystemCalls> find() {
      final ValueLayout.OfLong size = ValueLayout.JAVA_LONG;
      final ValueLayout.OfInt number = ValueLayout.JAVA_INT;
      return find("mmap", FunctionDescriptor.of(size, size, size, number, number, number, size)).flatMap(
          mmap -> find("munmap", FunctionDescriptor.of(number, size, size)).flatMap(
              munmap -> find("madvise", FunctionDescriptor.of(number, size, size, number)).map(madvise -> new SystemCalls(mmap, munmap, madvise))));
    }

    private static Optional<MethodHandle> find(final String name, final FunctionDescriptor type) {
      final Linker linker = Linker.nativeLinker();
      return linker.defaultLookup().find(name).map(address -> linker.downcallHandle(address, type));
    }

    /** Memory of its own; empty if the system gives none. */
    Optional<MemorySegment> allocate(final long bytes, final Arena arena) {
      final long mapped = bytes + HUGE_PAGE;
      final long base = map(mapped);
      if (base == FAILED) {
        return Optional.empty();
      }
      final long start = base + HUGE_PAGE - 1 & -HUGE_PAGE;
      advise(start, bytes & -HUGE_PAGE);
      return Optional.of(MemorySegment.ofAddress(start).reinterpret(bytes, arena, table -> unmap(base, mapped)));
    }

    private long map(final long bytes) {
      try {
        return (long) mmap.invokeExact(0L, bytes, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, NO_FILE, 0L);
      } catch (final Throwable impossible) {
        throw new AssertionError("a system call throws nothing", impossible);
      }
    }

    /** A system without huge pages refuses, which changes nothing. */
    private void advise(final long start, final long bytes) {
      try {
        final int _ = (int) madvise.invokeExact(start, bytes, MADV_HUGEPAGE);
      } catch (final Throwable impossible) {
        throw new AssertionError("a system call throws nothing", impossible);
      }
    }

    private void unmap(final long start, final long bytes) {
      try {
        final int _ = (int) munmap.invokeExact(start, bytes);
      } catch (final Throwable impossible) {
        throw new AssertionError("a system call throws nothing", impossible);
      }
    }
  }
}
