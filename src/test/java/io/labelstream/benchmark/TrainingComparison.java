package io.labelstream.benchmark;

import io.labelstream.train.fasttext.VisitOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trains on each data set with the reference and with Labelstream, in turn, with the same settings and seeds, and lets the reference judge both models: the
 * mean accuracy with its least and greatest, and medians of the time from start to end of the process and of its peak memory.
 *
 * <p>Arguments: the folder of the data sets, a folder to work in, the number of threads, that of seeds, the order in which Labelstream visits texts (the
 * reference has but that of the file), and the names of sets; all of them unless named.
 */
public final class TrainingComparison {
  private static final int OPTIONS = 5;
  private static final double PERCENT = 100;
  private static final double MEGA = 1e6;
  private static final Pattern PRECISION = Pattern.compile("P@1\\s+([0-9.]+)");

  private final Path work;
  private final String threads;
  private final int seeds;
  private final VisitOrder order;

  private TrainingComparison(final Path work, final String threads, final int seeds, final VisitOrder order) {
    this.work = work;
    this.threads = threads;
    this.seeds = seeds;
    this.order = order;
  }

  /** One program on one data set: a number for each seed. */
  private record Runs(double[] precision, double[] seconds, double[] bytes) {
    Runs(final int seeds) {
      this(new double[seeds], new double[seeds], new double[seeds]);
    }
  }

  public static void main(final String[] arguments) throws Exception {
    final Path work = Path.of(arguments[1]);
    final List<DataSet> sets = new DataSets(Path.of(arguments[0]), work).all();
    final List<String> chosen = Arrays.asList(arguments).subList(OPTIONS, arguments.length);
    final TrainingComparison comparison =
        new TrainingComparison(work, arguments[2], Integer.parseInt(arguments[3]), VisitOrder.valueOf(arguments[4].toUpperCase(Locale.ROOT)));
    System.out.println("| data | texts | fastText P@1 | Labelstream P@1 | seconds | ours | MB at peak | ours |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (final DataSet set : sets) {
      if (chosen.isEmpty() || chosen.contains(set.name())) {
        comparison.compare(set);
      }
    }
  }

  private void compare(final DataSet set) throws IOException, InterruptedException {
    final Runs reference = new Runs(seeds);
    final Runs ours = new Runs(seeds);
    for (int seed = 0; seed < seeds; seed++) {
      note(reference, seed, reference(set, seed + 1), set);
      note(ours, seed, ours(set, seed + 1), set);
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %s | %s | %.2f | %.2f | %,.0f | %,.0f |%n",
        set.name(),
        lines(set.train()),
        spread(reference.precision()),
        spread(ours.precision()),
        median(reference.seconds()),
        median(ours.seconds()),
        median(reference.bytes()) / MEGA,
        median(ours.bytes()) / MEGA);
  }

  private MeasuredProcess reference(final DataSet set, final int seed) throws IOException, InterruptedException {
    final List<String> command = new ArrayList<>(List.of("fasttext", "supervised", "-input", set.train().toString(), "-output", model().toString()));
    command.addAll(set.settings());
    command.addAll(List.of("-seed", Integer.toString(seed), "-thread", threads, "-verbose", "0"));
    return MeasuredProcess.run(work.resolve("log"), command);
  }

  private MeasuredProcess ours(final DataSet set, final int seed) throws IOException, InterruptedException {
    final List<String> command =
        new ArrayList<>(List.of("./labelstream", "train", set.train().toString(), "--out", model() + ".bin", "--force", "--samples", "0"));
    command.addAll(Options.ours(set.settings()));
    command.addAll(List.of("--seed", Integer.toString(seed), "--threads", threads, "--order", order.name()));
    return MeasuredProcess.run(work.resolve("log"), command);
  }

  private void note(final Runs runs, final int seed, final MeasuredProcess training, final DataSet set) throws IOException, InterruptedException {
    runs.seconds()[seed] = training.seconds();
    runs.bytes()[seed] = training.peakBytes();
    runs.precision()[seed] = precision(work, Path.of(model() + ".bin"), set.test());
  }

  /** The judgement of the reference on a model that it can read. */
  static double precision(final Path work, final Path model, final Path test) throws IOException, InterruptedException {
    final String report = MeasuredProcess.run(work.resolve("log"), List.of("fasttext", "test", model.toString(), test.toString())).output();
    final Matcher found = PRECISION.matcher(report);
    if (!found.find()) {
      throw new IOException("no precision in: " + report);
    }
    return Double.parseDouble(found.group(1));
  }

  private Path model() {
    return work.resolve("compared");
  }

  private static long lines(final Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.count();
    }
  }

  private static String spread(final double[] values) {
    final double least = Arrays.stream(values).min().orElseThrow();
    final double most = Arrays.stream(values).max().orElseThrow();
    return String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", PERCENT * mean(values), PERCENT * least, PERCENT * most);
  }

  /** The one in the middle, the upper of two: not moved by a run that something else on the machine has held up. */
  private static double median(final double[] values) {
    return Arrays.stream(values).sorted().skip(values.length / 2).findFirst().orElseThrow();
  }

  private static double mean(final double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
