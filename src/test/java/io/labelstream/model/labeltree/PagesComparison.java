package io.labelstream.model.labeltree;

import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Compares a label tree that is copied from its file with one whose weights are in pages of the mapped file: medians of the CPU time a text on one thread, in
 * rounds that take turns, and the CPU time and the memory of opening. Arguments: the model, and lines of labels, tab and text.
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

  public static void main(final String[] arguments) throws Exception {
    final byte[][] texts = Files.readAllLines(Path.of(arguments[1])).stream()
        .map(line -> line.substring(line.indexOf('\t') + 1).getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    try (FileChannel channel = FileChannel.open(Path.of(arguments[0]))) {
      for (int opening = 0; opening < WARM_UP_ROUNDS; opening++) {
        opened(channel, Long.MAX_VALUE).close();
        opened(channel, 0).close();
      }
      System.out.println("before: " + resident());
      try (LabelTreeClassifier own = opened(channel, Long.MAX_VALUE)) {
        System.out.println("in memory of its own: " + own.memory() + ", " + resident());
        try (LabelTreeClassifier paged = opened(channel, 0)) {
          System.out.println("and in pages: " + paged.memory() + ", " + resident());
          compare("best-first", new SearchRule.BestFirst(), own, paged, texts);
          compare("beam of 10", new SearchRule.Beam(10), own, paged, texts);
        }
      }
    }
  }

  private static LabelTreeClassifier opened(final FileChannel channel, final long mostBytesToCopy) throws Exception {
    try (LabelTreeArtifact artifact = new LabelTreeFamily().read(ModelBytes.of(channel, mostBytesToCopy))) {
      final long start = THREADS.getCurrentThreadCpuTime();
      final LabelTreeClassifier opened = (LabelTreeClassifier) artifact.plan(ModelOptions.defaults()).open();
      System.out.printf(
          Locale.ROOT, "%s, opened in %.0f ms%n", artifact.bytes().storage(), (THREADS.getCurrentThreadCpuTime() - start) * MILLI);
      return opened;
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
