package io.labelstream.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The processor time of compressing to some kibibytes, and the accuracy that is left: the reference with retraining and a coded output where labels are many,
 * with as many rows as fit, and ours with the same bytes as a limit, in turn, from models that each has trained with the same settings and two threads. The
 * reference's search of the number of rows is not counted.
 *
 * <p>Arguments: the folder of the data sets, a folder to work in, the loss, kibibytes, the number of rounds, and sets: names, or {@code folder-labels} for
 * texts of a set with many labels.
 */
public final class CompressionCost {
  private static final int OPTIONS = 5;
  private static final int KIBIBYTE = 1024;
  private static final double PERCENT = 100;
  /** The reference codes no output of fewer rows, and keeps no fewer rows of the input. */
  private static final int LEAST_ROWS = 256;

  private static final int MOST_ROWS = 1 << 15;

  private final Path work;
  private final String loss;
  private final long bytes;
  private final int rounds;

  private CompressionCost(final Path work, final String loss, final long bytes, final int rounds) {
    this.work = work;
    this.loss = loss;
    this.bytes = bytes;
    this.rounds = rounds;
  }

  public static void main(final String[] arguments) throws Exception {
    final Path work = Path.of(arguments[1]);
    final DataSets sets = new DataSets(Path.of(arguments[0]), work);
    final CompressionCost comparison =
        new CompressionCost(work, arguments[2], (long) Integer.parseInt(arguments[3]) * KIBIBYTE, Integer.parseInt(arguments[4]));
    System.out.println("| data | loss | KiB | fastText: full | `.ftz` | CPU seconds | Labelstream: full | `.ftz` | CPU seconds | `.safetensors` | CPU seconds |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    for (final String name : Arrays.asList(arguments).subList(OPTIONS, arguments.length)) {
      comparison.compare(set(sets, name));
    }
  }

  private static DataSet set(final DataSets sets, final String name) throws IOException, TrainingDataException {
    final int dash = name.lastIndexOf('-');
    return name.matches(".*-\\d+") ? sets.withMostFrequentLabels(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1))) : sets.named(name);
  }

  private void compare(final DataSet set) throws IOException, InterruptedException {
    final Path reference = work.resolve("reference");
    final Path ours = work.resolve("ours.bin");
    final List<String> settings = new ArrayList<>(set.settings());
    settings.addAll(List.of("-loss", loss));
    final List<String> training = new ArrayList<>(List.of("fasttext", "supervised", "-input", set.train().toString(), "-output", reference.toString()));
    training.addAll(settings);
    training.addAll(List.of("-thread", "2", "-verbose", "0"));
    run(training);
    final List<String> own = new ArrayList<>(List.of("./labelstream", "train", set.train().toString(), "--out", ours.toString(), "--force", "--samples", "0"));
    own.addAll(Options.ours(settings));
    run(own);
    final Optional<Integer> rows = rows(set, reference);
    final double[] theirs = new double[rounds];
    final double[] small = new double[rounds];
    final double[] compact = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      theirs[round] = rows.isEmpty() ? Double.NaN : quantised(set, reference, rows.get(), "-retrain").processorSeconds();
      small[round] = rows.isEmpty() ? Double.NaN : compressed(set, ours, "small.ftz").processorSeconds();
      compact[round] = compressed(set, ours, "small.safetensors").processorSeconds();
    }
    System.out.printf(
        Locale.ROOT, "| %s | %s | %d | %s | %s | %s | %s | %s | %s | %s | %s |%n", set.name(), loss, bytes / KIBIBYTE,
        percent(judged(Path.of(reference + ".bin"), set)), rows.isEmpty() ? "-" : percent(judged(Path.of(reference + ".ftz"), set)), seconds(theirs),
        percent(judged(ours, set)), rows.isEmpty() ? "-" : percent(judged(work.resolve("small.ftz"), set)), seconds(small),
        percent(judged(work.resolve("small.safetensors"), set)), seconds(compact));
  }

  /** The most rows with which the reference's file is not larger than the limit; empty if none are few enough. */
  private Optional<Integer> rows(final DataSet set, final Path reference) throws IOException, InterruptedException {
    int fits = 0;
    int tooMany = MOST_ROWS;
    for (int guess = LEAST_ROWS; tooMany - fits > Math.max(1, fits / LEAST_ROWS); guess = Math.max(LEAST_ROWS, (fits + tooMany) >>> 1)) {
      quantised(set, reference, guess);
      if (Files.size(Path.of(reference + ".ftz")) <= bytes) {
        fits = guess;
      } else if (guess == LEAST_ROWS) {
        return Optional.empty();
      } else {
        tooMany = guess;
      }
    }
    return Optional.of(fits);
  }

  private MeasuredProcess quantised(final DataSet set, final Path model, final int rows, final String... more) throws IOException, InterruptedException {
    final List<String> command = new ArrayList<>(List.of("fasttext", "quantize", "-input", set.train().toString(), "-output", model.toString()));
    command.addAll(List.of("-qnorm", "-cutoff", Integer.toString(rows), "-thread", "2", "-verbose", "0"));
    command.addAll(set.name().matches(".*-\\d+") ? List.of("-qout") : List.of());
    command.addAll(List.of(more));
    return run(command);
  }

  private MeasuredProcess compressed(final DataSet set, final Path model, final String out) throws IOException, InterruptedException {
    return run(List.of(
        "./labelstream", "compress", model.toString(), "--data", set.train().toString(), "--out", work.resolve(out).toString(), "--size", Long.toString(bytes),
        "--threads", "2", "--force", "--samples", "0"));
  }

  private double judged(final Path model, final DataSet set) throws IOException, InterruptedException {
    final MeasuredProcess judging = run(List.of("./labelstream", "evaluate", model.toString(), set.test().toString(), "--format", "json"));
    return new ObjectMapper().readTree(judging.output()).at("/accuracy").asDouble();
  }

  private MeasuredProcess run(final List<String> command) throws IOException, InterruptedException {
    return MeasuredProcess.run(work.resolve("log"), command);
  }

  private static String percent(final double share) {
    return String.format(Locale.ROOT, "%.1f", PERCENT * share);
  }

  /** The one in the middle, the upper of two. */
  private static String seconds(final double[] values) {
    final double median = Arrays.stream(values).sorted().skip(values.length / 2).findFirst().orElseThrow();
    return Double.isNaN(median) ? "-" : String.format(Locale.ROOT, "%.1f", median);
  }
}
