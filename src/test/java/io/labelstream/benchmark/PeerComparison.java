package io.labelstream.benchmark;

import com.github.jfasttext.JFastText;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Classifies the lines of a text with Labelstream, with the JNI library and with the reference library itself, in turn, on one thread of one process,
 * and prints the ratios of the CPU time they took, round by round.
 *
 * <p>Arguments: the reference library built from {@code src/test/cpp/reference.cpp}, or {@code -} to leave it out; then pairs of a model and a text.
 */
public final class PeerComparison {
  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 11;
  private static final long LEAST_NANOS = 400_000_000L;

  private PeerComparison() {}

  public static void main(final String[] arguments) throws Throwable {
    System.out.printf("%-14s %10s %8s %8s | %-18s %-18s%n", "model", "texts/s", "MB/s", "ns/text", "x JFastText", "x reference C++");
    for (int index = 1; index + 1 < arguments.length; index += 2) {
      compare(arguments[0], Path.of(arguments[index]), Path.of(arguments[index + 1]));
    }
  }

  private interface Peer {
    long classifyAll() throws Throwable;
  }

  private static void compare(final String library, final Path model, final Path text) throws Throwable {
    final byte[] bytes = Files.readAllBytes(text);
    try (TextClassifier classifier = ModelLoader.open(model, ModelOptions.defaults());
        Arena arena = Arena.ofConfined()) {
      final int[] starts = lineStarts(bytes);
      final int lines = starts.length - 1;
      final Peer ours = labelstream(classifier, bytes, starts);
      final List<Peer> peers = new ArrayList<>(List.of(ours, jni(model, bytes, starts)));
      if (!library.equals("-")) {
        peers.add(reference(library, model, bytes, arena));
        agree(ours, peers.getLast());
      }
      agree(ours, peers.get(1));
      final double[][] nanos = new double[ROUNDS][peers.size()];
      for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
        for (int peer = 0; peer < peers.size(); peer++) {
          final double taken = nanosPerPass(peers.get(peer));
          if (round >= 0) {
            nanos[round][peer] = taken / lines;
          }
        }
      }
      final double median = median(Arrays.stream(nanos).mapToDouble(round -> round[0]).toArray());
      System.out.printf(
          Locale.ROOT, "%-14s %10.0f %8.1f %8.0f | %-18s %-18s%n", model.getFileName(), 1e9 / median, bytes.length * 1e3 / median / lines, median,
          ratio(nanos, 1), peers.size() > 2 ? ratio(nanos, 2) : "-");
    }
  }

  private static void agree(final Peer ours, final Peer other) throws Throwable {
    if (ours.classifyAll() != other.classifyAll()) {
      System.out.println("the best labels are not all the same");
    }
  }

  private static double nanosPerPass(final Peer peer) throws Throwable {
    final var threads = ManagementFactory.getThreadMXBean();
    final long start = threads.getCurrentThreadCpuTime();
    int passes = 0;
    long taken;
    do {
      peer.classifyAll();
      passes++;
      taken = threads.getCurrentThreadCpuTime() - start;
    } while (taken < LEAST_NANOS);
    return (double) taken / passes;
  }

  private static String ratio(final double[][] nanos, final int peer) {
    final double[] ratios = Arrays.stream(nanos).mapToDouble(round -> round[peer] / round[0]).sorted().toArray();
    return String.format(Locale.ROOT, "%.1f [%.1f..%.1f]", median(ratios), ratios[ratios.length / 4], ratios[ratios.length * 3 / 4]);
  }

  private static double median(final double[] values) {
    final double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static int[] lineStarts(final byte[] bytes) {
    final List<Integer> starts = new ArrayList<>(List.of(0));
    for (int position = 0; position < bytes.length; position++) {
      if (bytes[position] == '\n') {
        starts.add(position + 1);
      }
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  private static long hash(final String label) {
    long hash = 0;
    for (final byte value : label.getBytes(StandardCharsets.UTF_8)) {
      hash = hash * 31 + (value & 0xFF);
    }
    return hash;
  }

  private static Peer labelstream(final TextClassifier classifier, final byte[] bytes, final int[] starts) {
    final long[] hashes = new long[classifier.labels().size()];
    Arrays.setAll(hashes, label -> hash(classifier.labels().text(label)));
    final ClassifierSession session = classifier.newSession();
    final Predictions predictions = new Predictions(1, 0f);
    return () -> {
      long checksum = 0;
      for (int line = 0; line + 1 < starts.length; line++) {
        session.classify(bytes, starts[line], starts[line + 1] - starts[line] - 1, predictions);
        checksum = checksum * 7 + (predictions.count() > 0 ? hashes[predictions.label(0)] : 0);
      }
      return checksum;
    };
  }

  /** The established library for the JVM, with ready strings: decoding UTF-8 is not charged to it. */
  private static Peer jni(final Path model, final byte[] bytes, final int[] starts) {
    final JFastText jni = new JFastText();
    jni.loadModel(model.toString());
    final String[] lines = new String[starts.length - 1];
    Arrays.setAll(lines, line -> new String(bytes, starts[line], starts[line + 1] - starts[line], StandardCharsets.UTF_8));
    return () -> {
      long checksum = 0;
      for (final String line : lines) {
        final String label = jni.predict(line);
        checksum = checksum * 7 + (label == null ? 0 : hash(label));
      }
      return checksum;
    };
  }

  private static Peer reference(final String library, final Path model, final byte[] bytes, final Arena arena) throws Throwable {
    final SymbolLookup symbols = SymbolLookup.libraryLookup(Path.of(library), Arena.global());
    final Linker linker = Linker.nativeLinker();
    final MethodHandle open =
        linker.downcallHandle(symbols.findOrThrow("reference_open"), FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    final MethodHandle classify =
        linker.downcallHandle(
            symbols.findOrThrow("reference_classify"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    final MemorySegment opened = (MemorySegment) open.invokeExact(arena.allocateFrom(model.toString()));
    final MemorySegment text = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    return () -> (long) classify.invokeExact(opened, text, (long) bytes.length, 1);
  }
}
