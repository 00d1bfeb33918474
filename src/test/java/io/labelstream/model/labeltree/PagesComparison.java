package io.labelstream.model.labeltree;

import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Compares a label tree in memory of its own, as it is served, with the same tables in pages of a mapped file: medians of the CPU time a text on one thread, in
 * rounds that take turns, and the time and the memory of opening. Arguments: the model, and lines of labels, tab and text.
 */
public final class PagesComparison {
  private static final int TOP = 5;
  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 21;
  private static final int TEXTS_OF_A_ROUND = 3000;
  private static final double MICRO = 1e-3;
  private static final double MILLI = 1e-6;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private PagesComparison() {}

  /** Gives pages of a file, aligned to pages, where others give memory. Not thread-safe. */
  private static final class Pages implements Arena {
    private static final long PAGE_BYTES = 4096;

    private final Arena mappings = Arena.ofShared();
    private final FileChannel file;
    private long end;

    Pages(final FileChannel file) {
      this.file = file;
    }

    @Override
    public MemorySegment allocate(final long bytes, final long alignment) {
      try {
        final MemorySegment pages = file.map(MapMode.READ_WRITE, end, bytes, mappings);
        end = Math.ceilDiv(end + bytes, PAGE_BYTES) * PAGE_BYTES;
        return pages;
      } catch (final IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public MemorySegment.Scope scope() {
      return mappings.scope();
    }

    @Override
    public void close() {
      mappings.close();
    }
  }

  public static void main(final String[] arguments) throws Exception {
    final byte[][] texts = Files.readAllLines(Path.of(arguments[1])).stream()
        .map(line -> line.substring(line.indexOf('\t') + 1).getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    final Path file = Files.createTempFile("labeltree", ".pages");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        LabelTreeArtifact artifact = new LabelTreeFamily().read(ModelBytes.of(Path.of(arguments[0])));
        Pages arena = new Pages(channel)) {
      final LabelTreePlan plan = (LabelTreePlan) artifact.plan(ModelOptions.defaults());
      plan.open().close();
      System.out.println("before: " + resident());
      long start = System.nanoTime();
      final LabelTreeClassifier own = (LabelTreeClassifier) plan.open();
      System.out.printf(Locale.ROOT, "laid out in memory in %.0f ms: %s%n", (System.nanoTime() - start) * MILLI, resident());
      final LabelTreeClassifier paged = plan.open(arena);
      channel.force(false);
      start = System.nanoTime();
      try (Arena again = Arena.ofConfined()) {
        channel.map(MapMode.READ_ONLY, 0, channel.size(), again).load();
        System.out.printf(Locale.ROOT, "mapped %,d bytes of cached pages in %.0f ms%n", channel.size(), (System.nanoTime() - start) * MILLI);
      }
      System.out.println("both: " + resident());
      compare("best-first", new SearchRule.BestFirst(), own, paged, texts);
      compare("beam of 10", new SearchRule.Beam(10), own, paged, texts);
      own.close();
    }
  }

  private static void compare(
      final String name, final SearchRule search, final LabelTreeClassifier own, final LabelTreeClassifier paged, final byte[]... texts) {
    final List<LabelTreeSession> sessions = List.of(own.newSession(search), paged.newSession(search));
    final double[][] nanos = new double[sessions.size()][ROUNDS];
    final int step = Math.ceilDiv(texts.length, TEXTS_OF_A_ROUND);
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (int turn = 0; turn < sessions.size(); turn++) {
        final int way = Math.floorMod(round + turn, sessions.size());
        final double taken = nanos(sessions.get(way), Math.floorMod(round, step), step, texts);
        if (round >= 0) {
          nanos[way][round] = taken;
        }
      }
    }
    final double[] ratios = IntStream.range(0, ROUNDS).mapToDouble(round -> nanos[1][round] / nanos[0][round]).sorted().toArray();
    System.out.printf(
        Locale.ROOT, "%s: memory %.2f µs a text, pages %.2f, x %.3f (%.3f to %.3f)%n", name, median(nanos[0]) * MICRO, median(nanos[1]) * MICRO,
        ratios[ROUNDS / 2], ratios[ROUNDS / 4], ratios[ROUNDS * 3 / 4]);
  }

  /** The CPU time a text, of each {@code step}-th text from {@code first} on. */
  private static double nanos(final LabelTreeSession session, final int first, final int step, final byte[]... texts) {
    final Predictions predictions = new Predictions(TOP, 0f);
    final long start = THREADS.getCurrentThreadCpuTime();
    int classified = 0;
    for (int index = first; index < texts.length; index += step) {
      session.classify(texts[index], 0, texts[index].length, predictions);
      classified++;
    }
    return (double) (THREADS.getCurrentThreadCpuTime() - start) / classified;
  }

  private static double median(final double... values) {
    return Arrays.stream(values).sorted().toArray()[values.length / 2];
  }

  /** The resident memory of this process, where the system tells: of its own, and in pages of files. */
  private static String resident() throws IOException {
    return Files.exists(STATUS) ? String.join(", ", Files.readAllLines(STATUS).stream().filter(line -> line.matches("Rss(Anon|File).*")).toList()) : "";
  }
}
