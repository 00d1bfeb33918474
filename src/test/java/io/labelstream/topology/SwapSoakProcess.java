package io.labelstream.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A soak of swaps in a process of its own, whose heap is small, so that models that are not freed show in the process's memory. */
public final class SwapSoakProcess {
  static final Path STATUS = Path.of("/proc/self/status");
  static final String CAME_BACK = "the memory came back";
  private static final int FIRST_SWAPS = 10;
  private static final int SWAPS = 80;
  private static final int TASKS = 2;
  /** The swaps open about 250 MB in all; the heap, which the first swaps have filled, still grows a little. */
  private static final long MOST_KIBIBYTES = 150 << 10;

  private SwapSoakProcess() {}

  public static void main(final String[] files) throws Exception {
    try (SwapSoak soak = new SwapSoak(Path.of(System.getProperty("java.io.tmpdir")), Path.of(files[0]), Path.of(files[1]))) {
      soak.start(TASKS, 1);
      swap(soak, FIRST_SWAPS);
      final long before = residentKibibytes();
      swap(soak, SWAPS);
      final long grown = residentKibibytes() - before;
      soak.stop();
      System.out.println(grown <= MOST_KIBIBYTES ? CAME_BACK : "the process has grown by " + grown + " KiB");
    }
  }

  private static void swap(final SwapSoak soak, final int swaps) throws InterruptedException {
    for (int swap = 0; swap < swaps; swap++) {
      soak.swap();
    }
  }

  private static long residentKibibytes() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
