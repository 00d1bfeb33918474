package io.labelstream.benchmark;

import io.labelstream.model.Predictions;
import io.labelstream.model.labeltree.LabelTreeClassifier;
import io.labelstream.model.labeltree.LabelTreeSession;
import io.labelstream.model.labeltree.SearchRule;
import io.labelstream.model.load.ModelLoader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Classifies the texts of a file with a label tree, best-first and by a beam as wide as the peer's, and in turn with a peer, each on one thread: the best five
 * labels. Tells how many of them are right, the bytes of the models, medians of the CPU time a text, and by how much the peer takes longer for one text, in
 * medians of the rounds. Our time begins with the bytes of a text; the peer has its features ready.
 *
 * <p>Arguments: the model and the texts; then the peer's program, its model and the same texts with sparse features.
 */
public final class LabelTreePeers {
  private static final int TOP = 5;
  private static final int BEAM = 10;
  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 15;
  private static final int TEXTS_OF_A_ROUND = 3000;
  private static final double PERCENT = 100;
  private static final double MICRO = 1e-3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private LabelTreePeers() {}

  /** The rows of the table: nanoseconds a text, round by round. */
  private enum Way {
    PEER_ONE("the peer, text by text"),
    PEER_ALL("the peer, all texts at once"),
    BEST_FIRST("Labelstream, best-first"),
    BY_BEAM("Labelstream, beam of " + BEAM);

    private final String words;

    Way(final String words) {
      this.words = words;
    }
  }

  public static void main(final String[] arguments) throws Exception {
    final Path model = Path.of(arguments[0]);
    final List<TestText> texts = TestText.all(TestText.file(Path.of(arguments[1])));
    try (LabelTreeClassifier classifier = (LabelTreeClassifier) ModelLoader.open(model);
        RunningPeer peer = RunningPeer.start(List.of(arguments).subList(2, arguments.length))) {
      if (peer.texts() != texts.size()) {
        throw new IOException("the peer has " + peer.texts() + " texts, expected " + texts.size());
      }
      final LabelTreeSession bestFirst = classifier.newSession(new SearchRule.BestFirst());
      final LabelTreeSession byBeam = classifier.newSession(new SearchRule.Beam(BEAM));
      final double[][] precision = {peer.precision(), peer.precision(), precision(classifier, bestFirst, texts), precision(classifier, byBeam, texts)};
      final double[][] nanos = new double[Way.values().length][ROUNDS];
      final int step = Math.ceilDiv(texts.size(), TEXTS_OF_A_ROUND);
      for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
        final int first = Math.floorMod(round, step);
        final double[] taken = {peer.nanosOfOne(first, step), peer.nanosOfAll(), nanos(bestFirst, texts, first, step), nanos(byBeam, texts, first, step)};
        for (int way = 0; way < taken.length && round >= 0; way++) {
          nanos[way][round] = taken[way];
        }
      }
      final long[] bytes = {bytes(Path.of(arguments[3])), Files.size(model)};
      System.out.println("| | P@1 | P@3 | P@5 | bytes | µs a text | the peer's time, text by text, is × |");
      System.out.println("|---|---|---|---|---|---|---|");
      for (final Way way : Way.values()) {
        print(way, precision[way.ordinal()], bytes[way.ordinal() < Way.BEST_FIRST.ordinal() ? 0 : 1], nanos);
      }
    }
  }

  /** The CPU time a text, of each {@code step}-th text from {@code first} on. */
  private static double nanos(final LabelTreeSession session, final List<TestText> texts, final int first, final int step) {
    final Predictions predictions = new Predictions(TOP, 0f);
    final long start = THREADS.getCurrentThreadCpuTime();
    int classified = 0;
    for (int index = first; index < texts.size(); index += step) {
      final byte[] text = texts.get(index).text();
      session.classify(text, 0, text.length, predictions);
      classified++;
    }
    return (double) (THREADS.getCurrentThreadCpuTime() - start) / classified;
  }

  /** P@1, P@3 and P@5 in percent. */
  private static double[] precision(final LabelTreeClassifier classifier, final LabelTreeSession session, final List<TestText> texts) {
    final Predictions predictions = new Predictions(TOP, 0f);
    final double[] sums = new double[TOP];
    for (final TestText text : texts) {
      final Set<String> right = new HashSet<>(text.labels());
      session.classify(text.text(), 0, text.text().length, predictions);
      int hits = 0;
      for (int rank = 0; rank < TOP; rank++) {
        hits += rank < predictions.count() && right.contains(classifier.labels().name(predictions.label(rank))) ? 1 : 0;
        sums[rank] += PERCENT * hits / (rank + 1) / texts.size();
      }
    }
    return new double[] {sums[0], sums[2], sums[TOP - 1]};
  }

  /** The bytes of a model's file, or of all files in its folder. */
  private static long bytes(final Path model) throws IOException {
    try (Stream<Path> files = Files.walk(model)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void print(final Way way, final double[] precision, final long bytes, final double[][] nanos) {
    final double[] sorted = IntStream.range(0, ROUNDS).mapToDouble(round -> nanos[Way.PEER_ONE.ordinal()][round] / nanos[way.ordinal()][round]).sorted().toArray();
    System.out.printf(
        Locale.ROOT, "| %s | %.1f | %.1f | %.1f | %,d | %.1f | %.1f (%.1f to %.1f) |%n", way.words, precision[0], precision[1], precision[2], bytes,
        Arrays.stream(nanos[way.ordinal()]).sorted().toArray()[ROUNDS / 2] * MICRO, sorted[ROUNDS / 2], sorted[ROUNDS / 4], sorted[ROUNDS * 3 / 4]);
  }
}
