package io.labelstream.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Compresses with the reference and with Labelstream, and judges what comes out.
 *
 * <p>First one data set at the sizes that the reference's cutoffs lead to: its better one of retraining and not, against ours with these very bytes as the
 * limit, in both forms, all from models trained with the same settings. Then all sets at 64, 32 and 16 KiB against the full model. Prints tables, and draws
 * the first one.
 *
 * <p>Arguments: the folder of the data sets, a folder to work in, the file of the drawing, and the names of the sets of the second table; all but the
 * languages unless named.
 */
public final class CompressionComparison {
  private static final String DRAWN = "agnews";
  private static final String TOO_MANY_LABELS_FOR_KIBIBYTES = "languages";
  private static final int[] CUTOFFS = {100_000, 50_000, 10_000, 1_000};
  private static final int[] KIBIBYTES = {64, 32, 16};
  /** The smallest cutoff's file has 32 KiB, too. */
  private static final int[] DRAWN_KIBIBYTES = {64, 16};
  private static final int KIBIBYTE = 1024;
  private static final int SEEDS = 3;
  private static final double PERCENT = 100;

  private final Path work;

  private CompressionComparison(final Path work) {
    this.work = work;
  }

  public static void main(final String[] arguments) throws Exception {
    final Path work = Path.of(arguments[1]);
    final DataSets sets = new DataSets(Path.of(arguments[0]), work);
    final CompressionComparison comparison = new CompressionComparison(work);
    comparison.compareAtEqualBytes(sets.named(DRAWN), Path.of(arguments[2]));
    comparison.compareSpeed(sets.named(DRAWN));
    final List<String> chosen = Arrays.asList(arguments).subList(3, arguments.length);
    comparison.compareWithFull(
        sets.all().stream()
            .filter(set -> chosen.isEmpty() ? !set.name().equals(TOO_MANY_LABELS_FOR_KIBIBYTES) : chosen.contains(set.name()))
            .toList());
  }

  private void compareAtEqualBytes(final DataSet set, final Path drawing) throws IOException, InterruptedException {
    final Path reference = work.resolve("reference");
    final Path ours = work.resolve("ours.bin");
    final SizeRow[] rows = new SizeRow[CUTOFFS.length];
    Arrays.setAll(rows, index -> new SizeRow());
    final SizeRow full = new SizeRow();
    final double[] small = new double[DRAWN_KIBIBYTES.length];
    for (int seed = 1; seed <= SEEDS; seed++) {
      train(set, reference, seed);
      trainOurs(set, ours, seed);
      full.reference(Files.size(ours), judged(Path.of(reference + ".bin"), set), 0);
      full.ftz(judged(ours, set), 0);
      for (int index = 0; index < CUTOFFS.length; index++) {
        compareAtEqualBytes(set, reference, ours, CUTOFFS[index], rows[index]);
      }
      for (int index = 0; index < DRAWN_KIBIBYTES.length; index++) {
        final Path compact = work.resolve("ours.safetensors");
        compress(set, ours, compact, (long) DRAWN_KIBIBYTES[index] * KIBIBYTE);
        small[index] += judged(compact, set) / SEEDS;
      }
    }
    System.out.printf(Locale.ROOT, "%nFull models of %s: fastText %s, Labelstream %s%n%n", set.name(), full.references(), full.ftzs());
    System.out.println("| bytes | fastText `.ftz` | Labelstream `.ftz` | Labelstream `.safetensors` | seconds of fastText | of Labelstream |");
    System.out.println("|---|---|---|---|---|---|");
    final SizeChart chart = new SizeChart(set.name());
    for (final SizeRow row : rows) {
      System.out.println(row.line());
      row.drawIn(chart);
    }
    for (int index = 0; index < DRAWN_KIBIBYTES.length; index++) {
      chart.add(SizeRow.SAFETENSORS, (long) DRAWN_KIBIBYTES[index] * KIBIBYTE, small[index]);
    }
    chart.write(drawing);
  }

  /** The reference at one cutoff, its better one of retraining and not, and ours within the bytes that come out. */
  private void compareAtEqualBytes(final DataSet set, final Path reference, final Path ours, final int cutoff, final SizeRow row)
      throws IOException, InterruptedException {
    final List<MeasuredProcess> quantising = new ArrayList<>();
    final double precision = Math.max(quantised(set, reference, cutoff, quantising, "-retrain"), quantised(set, reference, cutoff, quantising));
    final long bytes = Files.size(Path.of(reference + ".ftz"));
    row.reference(bytes, precision, quantising.getFirst().seconds());
    final Path ftz = work.resolve("ours.ftz");
    final MeasuredProcess compressing = compress(set, ours, ftz, bytes);
    row.ftz(judged(ftz, set), compressing.seconds());
    final Path compact = work.resolve("ours.safetensors");
    compress(set, ours, compact, bytes);
    row.safetensors(judged(compact, set));
  }

  /**
   * Coding alone, without any training and so without texts, which the reference does not read then either: the same model, the same rows, the same
   * sub-vectors, one thread, in turn.
   */
  private void compareSpeed(final DataSet set) throws IOException, InterruptedException {
    final Path reference = work.resolve("reference");
    final String model = reference + ".bin";
    final String ftz = work.resolve("ours.ftz").toString();
    train(set, reference, 1);
    System.out.println();
    System.out.println("| rows kept | seconds of fastText | of Labelstream | ratio |");
    System.out.println("|---|---|---|---|");
    for (final Optional<String> cutoff : List.of(Optional.<String>empty(), Optional.of(Integer.toString(CUTOFFS[0])))) {
      final List<String> theirs =
          new ArrayList<>(List.of("fasttext", "quantize", "-input", set.train().toString(), "-output", reference.toString(), "-qnorm", "-thread", "1"));
      final List<String> ours = new ArrayList<>(List.of("./labelstream", "compress", model, "--out", ftz));
      ours.addAll(List.of("--dsub", "2", "--norms", "apart", "--width", "10", "--threads", "1", "--force"));
      cutoff.ifPresent(rows -> theirs.addAll(List.of("-cutoff", rows)));
      cutoff.ifPresent(rows -> ours.addAll(List.of("--cutoff", rows)));
      final double[] before = new double[SEEDS];
      final double[] after = new double[SEEDS];
      for (int round = 0; round < SEEDS; round++) {
        before[round] = run(theirs).seconds();
        after[round] = run(ours).seconds();
      }
      Arrays.sort(before);
      Arrays.sort(after);
      final double median = before[SEEDS / 2];
      System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f | %.1f |%n", cutoff.orElse("all"), median, after[SEEDS / 2], median / after[SEEDS / 2]);
    }
  }

  private void compareWithFull(final List<DataSet> sets) throws IOException, InterruptedException {
    System.out.printf("%n| data | labels | full | %s |%n", String.join(" | ", Arrays.stream(KIBIBYTES).mapToObj(size -> size + " KiB").toList()));
    System.out.println("|---|---|---|" + "---|".repeat(KIBIBYTES.length));
    final double[] lost = new double[KIBIBYTES.length];
    for (final DataSet set : sets) {
      final Path model = work.resolve("ours.bin");
      trainOurs(set, model, 1);
      final double full = judged(model, set);
      final StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "| %s | %d | %.1f |", set.name(), labels(set), full));
      for (int index = 0; index < KIBIBYTES.length; index++) {
        final Path compact = work.resolve("ours.safetensors");
        compress(set, model, compact, (long) KIBIBYTES[index] * KIBIBYTE);
        final double precision = judged(compact, set);
        lost[index] += full - precision;
        row.append(String.format(Locale.ROOT, " %.1f |", precision));
      }
      System.out.println(row);
    }
    final StringBuilder average = new StringBuilder("| average difference | | |");
    for (final double sum : lost) {
      average.append(String.format(Locale.ROOT, " %+.1f |", -sum / sets.size()));
    }
    System.out.println(average);
  }

  private void train(final DataSet set, final Path reference, final int seed) throws IOException, InterruptedException {
    final List<String> command = new ArrayList<>(List.of("fasttext", "supervised", "-input", set.train().toString(), "-output", reference.toString()));
    command.addAll(set.settings());
    command.addAll(List.of("-seed", Integer.toString(seed), "-verbose", "0"));
    run(command);
  }

  private void trainOurs(final DataSet set, final Path model, final int seed) throws IOException, InterruptedException {
    final List<String> command =
        new ArrayList<>(List.of("./labelstream", "train", set.train().toString(), "--out", model.toString(), "--force", "--samples", "0"));
    command.addAll(List.of("--seed", Integer.toString(seed)));
    command.addAll(Options.ours(set.settings()));
    run(command);
  }

  private double quantised(final DataSet set, final Path model, final int cutoff, final List<MeasuredProcess> quantising, final String... more)
      throws IOException, InterruptedException {
    final List<String> command = new ArrayList<>(List.of("fasttext", "quantize", "-input", set.train().toString(), "-output", model.toString()));
    command.addAll(List.of("-qnorm", "-cutoff", Integer.toString(cutoff), "-verbose", "0"));
    command.addAll(List.of(more));
    // The reference replaces nothing but the file that it writes, and reads the full model each time.
    quantising.add(run(command));
    return judged(Path.of(model + ".ftz"), set);
  }

  private MeasuredProcess compress(final DataSet set, final Path model, final Path out, final long bytes) throws IOException, InterruptedException {
    final MeasuredProcess compressing =
        run(
            List.of(
                "./labelstream",
                "compress",
                model.toString(),
                "--data",
                set.train().toString(),
                "--out",
                out.toString(),
                "--size",
                Long.toString(bytes),
                "--force",
                "--samples",
                "0"));
    if (Files.size(out) > bytes) {
      throw new IOException(out + " has " + Files.size(out) + " bytes, the limit was " + bytes);
    }
    return compressing;
  }

  /** The reference judges what it can read; our own form is judged by ourselves. */
  private double judged(final Path model, final DataSet set) throws IOException, InterruptedException {
    if (!model.toString().endsWith(".safetensors")) {
      final Path readable = work.resolve(model.toString().endsWith(".ftz") ? "judged.ftz" : "judged.bin");
      Files.copy(model, readable, StandardCopyOption.REPLACE_EXISTING);
      return PERCENT * TrainingComparison.precision(work, readable, set.test());
    }
    final MeasuredProcess judging = run(List.of("./labelstream", "evaluate", model.toString(), set.test().toString(), "--format", "json"));
    return PERCENT * new ObjectMapper().readTree(judging.output()).at("/accuracy").asDouble();
  }

  private MeasuredProcess run(final List<String> command) throws IOException, InterruptedException {
    return MeasuredProcess.run(work.resolve("log"), command);
  }

  private static int labels(final DataSet set) throws IOException {
    final Map<String, Integer> labels = new LinkedHashMap<>();
    for (final String line : Files.readAllLines(set.train())) {
      for (final String token : line.split(" ")) {
        if (token.startsWith("__label__")) {
          labels.merge(token, 1, Integer::sum);
        }
      }
    }
    return labels.size();
  }
}
