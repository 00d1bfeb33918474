package io.labelstream.benchmark;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.fasttext.FastTextArtifact;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.Compression;
import io.labelstream.train.CompressionException;
import io.labelstream.train.Settings;
import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.LabelledFile;
import io.labelstream.train.fasttext.FastTextForm;
import io.labelstream.train.fasttext.FastTextTrainer;
import io.labelstream.train.fasttext.SgdProgress;
import io.labelstream.train.fasttext.TrainedFastText;
import io.labelstream.train.fasttext.TrainingSettings;
import io.labelstream.train.fasttext.compress.CompressedFastText;
import io.labelstream.train.fasttext.compress.CompressionData;
import io.labelstream.train.fasttext.compress.CompressionSettings;
import io.labelstream.train.fasttext.compress.Compressor;
import io.labelstream.train.quantise.NormCoding;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files of a few kibibytes: the reference's best over dimensions, sub-vectors, coding of norms and retraining, each with as many rows as fit, against ours from
 * one wide model. The best is the one with the greatest mean over the seeds on the very texts that it is then reported for, which favours the reference; ours
 * sees none of them. All with one thread.
 *
 * <p>Arguments: the folder of the data sets; a folder to work in, which keeps what the reference reached for each set, size, width and seed, so that a repeat
 * measures only what is missing, and ours; {@code test}, or {@code validation} for a fifth of the texts to train on instead; the number of seeds; the kibibytes
 * with commas between them; and the names of sets, all of them unless named.
 */
public final class SmallFileComparison {
  private static final int OPTIONS = 5;
  private static final int KIBIBYTE = 1024;
  private static final double PERCENT = 100;
  private static final int WIDE = 20;
  private static final int[] DIMENSIONS = {5, 10, WIDE};
  private static final int[] SUBVECTORS = {2, 4};
  private static final String BUCKETS = "200000";
  /** The reference codes no fewer rows. */
  private static final int LEAST_ROWS = 256;
  private static final String LABEL_PREFIX = "__label__";
  private static final String TOO_LARGE = "languages";

  private final Path work;
  private final boolean validating;
  private final int seeds;
  private final List<Integer> kibibytes;

  private SmallFileComparison(final Path work, final boolean validating, final int seeds, final List<Integer> kibibytes) {
    this.work = work;
    this.validating = validating;
    this.seeds = seeds;
    this.kibibytes = kibibytes;
  }

  /** See above. */
  public static void main(final String[] arguments) throws Exception {
    final Path work = Path.of(arguments[1]);
    final List<Integer> kibibytes = Arrays.stream(arguments[4].split(",")).map(Integer::valueOf).toList();
    final SmallFileComparison comparison =
        new SmallFileComparison(work, arguments[2].equals("validation"), Integer.parseInt(arguments[3]), kibibytes);
    final List<String> chosen = Arrays.asList(arguments).subList(OPTIONS, arguments.length);
    final DataSets sets = new DataSets(Path.of(arguments[0]), work);
    System.out.println("| data | full | KiB | fastText `.ftz` | its settings | Labelstream `.ftz` | Labelstream `.safetensors` |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (final DataSet set : Stream.concat(sets.all().stream(), sets.more().stream()).toList()) {
      if (chosen.isEmpty() ? !set.name().equals(TOO_LARGE) : chosen.contains(set.name())) {
        comparison.compare(set);
      }
    }
  }

  private void compare(final DataSet given) throws Exception {
    final DataSet set = shuffled(given);
    // Of each size, the accuracies of a setting or form, one for each seed.
    final Map<Integer, Map<String, List<Double>>> references = new TreeMap<>();
    final Map<Integer, Map<FastTextForm, List<Double>>> ours = new TreeMap<>();
    final List<Double> full = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      for (final String line : reference(set, seed)) {
        final String[] cells = line.split("\t");
        references.computeIfAbsent(Integer.valueOf(cells[0]), size -> new TreeMap<>())
            .computeIfAbsent(cells[1], settings -> new ArrayList<>()).add(Double.valueOf(cells[2]));
      }
      final Path model = work.resolve("wide.bin");
      train(set, model, seed);
      full.add(accuracy(model, set));
      for (final int size : kibibytes) {
        for (final FastTextForm form : List.of(FastTextForm.FTZ, FastTextForm.SAFETENSORS)) {
          final List<Double> reached = ours.computeIfAbsent(size, each -> new TreeMap<>()).computeIfAbsent(form, each -> new ArrayList<>());
          compressed(set, model, form, size, seed).ifPresent(reached::add);
        }
      }
    }
    for (final int size : kibibytes) {
      final Map.Entry<String, List<Double>> best =
          references.getOrDefault(size, Map.of()).entrySet().stream()
              .max(Map.Entry.comparingByValue((one, other) -> Double.compare(mean(one), mean(other)))).orElse(Map.entry("", List.of()));
      System.out.printf(
          Locale.ROOT, "| %s | %.1f | %d | %s | %s | %s | %s |%n", set.name(), mean(full), size, spread(best.getValue()), best.getKey(),
          spread(ours.get(size).get(FastTextForm.FTZ)), spread(ours.get(size).get(FastTextForm.SAFETENSORS)));
    }
  }

  /** The set with its texts to train on in another order, or divided, a fifth of them to judge by: the reference visits them in the order of the file. */
  private DataSet shuffled(final DataSet set) throws IOException {
    final List<String> lines = new ArrayList<>(Files.readAllLines(set.train()));
    Collections.shuffle(lines, new Random(1));
    final int end = validating ? lines.size() - lines.size() / 5 : lines.size();
    final Path train = Files.write(work.resolve(set.name() + ".shuffled"), lines.subList(0, end));
    final Path test = validating ? Files.write(work.resolve(set.name() + ".validation"), lines.subList(end, lines.size())) : set.test();
    return new DataSet(set.name(), train, test, set.settings());
  }

  /** The results of the reference, as lines of kibibytes, settings and accuracy, for all settings with which a file is small enough. */
  private List<String> reference(final DataSet set, final int seed) throws Exception {
    final List<String> lines = new ArrayList<>();
    for (final int dimensions : DIMENSIONS) {
      final Path model = work.resolve("reference");
      boolean isTrained = false;
      for (final int size : kibibytes) {
        final String run = set.name() + (validating ? "-validation-" : "-test-") + size + "-" + dimensions + "-" + seed;
        final Path kept = work.resolve("reference-" + run + ".tsv");
        if (!Files.exists(kept)) {
          if (!isTrained) {
            trainReference(set, model, dimensions, seed);
            isTrained = true;
          }
          Files.write(kept, reference(set, model, dimensions, size));
        }
        lines.addAll(Files.readAllLines(kept));
      }
    }
    return lines;
  }

  private void trainReference(final DataSet set, final Path model, final int dimensions, final int seed) throws IOException, InterruptedException {
    final List<String> command = new ArrayList<>(List.of("fasttext", "supervised", "-input", set.train().toString(), "-output", model.toString()));
    command.addAll(set.settings());
    command.addAll(List.of("-dim", Integer.toString(dimensions), "-bucket", BUCKETS, "-seed", Integer.toString(seed), "-thread", "1", "-verbose", "0"));
    run(command);
  }

  private List<String> reference(final DataSet set, final Path model, final int dimensions, final int size) throws Exception {
    final List<String> lines = new ArrayList<>();
    for (final int subvector : SUBVECTORS) {
      for (final NormCoding norms : NormCoding.values()) {
        final int rows = rows(Path.of(model + ".bin"), dimensions, subvector, norms, size);
        for (final boolean retrained : rows < LEAST_ROWS ? List.<Boolean>of() : List.of(false, true)) {
          final List<String> command = new ArrayList<>(List.of("fasttext", "quantize", "-input", set.train().toString(), "-output", model.toString()));
          command.addAll(List.of("-dsub", Integer.toString(subvector), "-cutoff", Integer.toString(rows), "-thread", "1", "-verbose", "0"));
          command.addAll(norms == NormCoding.APART ? List.of("-qnorm") : List.of());
          command.addAll(retrained ? List.of("-retrain", "-epoch", "5", "-lr", "0.5") : List.of());
          run(command);
          final Path ftz = Path.of(model + ".ftz");
          if (Files.size(ftz) > (long) size * KIBIBYTE) {
            throw new IOException(ftz + " has " + Files.size(ftz) + " bytes with " + rows + " rows, more than " + size + " KiB");
          }
          final String settings = dimensions + " / " + subvector + (norms == NormCoding.APART ? " qnorm" : "") + (retrained ? " retrain" : "");
          lines.add(size + "\t" + settings + "\t" + PERCENT * TrainingComparison.precision(work, ftz, set.test()));
        }
      }
    }
    return lines;
  }

  /** The most rows that the reference can keep, by our reckoning of the same coding in the same form; 0 if not even one fits. */
  private static int rows(final Path model, final int dimensions, final int subvector, final NormCoding norms, final int size) throws Exception {
    final Settings settings =
        CompressionSettings.codingAlone(Settings.usual()).with(Compression.SIZE, (long) size * KIBIBYTE).with(CompressionSettings.DIMENSIONS, dimensions)
            .with(CompressionSettings.SUBVECTOR_COLUMNS, subvector).with(CompressionSettings.NORMS, norms);
    try (Arena arena = Arena.ofShared(); ModelArtifact read = ModelLoader.read(model)) {
      return (int)
          Compressor.compress(
              ((FastTextArtifact) read).file(), CompressionData.none(), CompressionSettings.of(FastTextForm.FTZ, settings), stage -> {}, arena)
              .model().input().rows();
    } catch (final CompressionException tooLarge) {
      return 0;
    }
  }

  private void train(final DataSet set, final Path model, final int seed) throws Exception {
    Settings settings = Settings.usual().with(Settings.THREADS, 1).with(Settings.SEED, (long) seed);
    final List<String> words = set.settings();
    for (int index = 0; index < words.size(); index += 2) {
      final String value = words.get(index + 1);
      settings = switch (words.get(index)) {
        case "-lr" -> settings.with(TrainingSettings.LEARNING_RATE, Double.valueOf(value));
        case "-epoch" -> settings.with(TrainingSettings.EPOCHS, Integer.valueOf(value));
        case "-wordNgrams" -> settings.with(TrainingSettings.WORD_NGRAMS, Integer.valueOf(value));
        case "-dim", "-bucket" -> settings;
        default -> throw new IllegalArgumentException("no setting for " + words.get(index));
      };
    }
    settings = settings.with(TrainingSettings.DIMENSIONS, WIDE).with(TrainingSettings.BUCKETS, Integer.valueOf(BUCKETS));
    try (TrainedFastText trained = FastTextTrainer.train(texts(set.train()), settings, SgdProgress.NONE); FileChannel channel = created(model)) {
      trained.writeTo(channel);
    }
  }

  /** The accuracy of ours; empty if no file is small enough. */
  private Optional<Double> compressed(final DataSet set, final Path model, final FastTextForm form, final int size, final int seed) throws Exception {
    final Settings settings =
        Settings.usual().with(Settings.THREADS, 1).with(Settings.SEED, (long) seed).with(Compression.SIZE, (long) size * KIBIBYTE);
    final Path file = work.resolve("small" + form.suffix());
    try (Arena arena = Arena.ofShared(); ModelArtifact read = ModelLoader.read(model)) {
      final CompressedFastText compressed = Compressor.compress(
          ((FastTextArtifact) read).file(), CompressionData.of(texts(set.train())), CompressionSettings.of(form, settings), stage -> {}, arena);
      try (FileChannel channel = created(file)) {
        compressed.writeTo(Metadata.none(), channel);
      }
    } catch (final CompressionException tooLarge) {
      return Optional.empty();
    }
    return Optional.of(accuracy(file, set));
  }

  private static double accuracy(final Path model, final DataSet set) throws Exception {
    final int[] counts = new int[2];
    try (TextClassifier classifier = ModelLoader.open(model)) {
      final ClassifierSession session = classifier.newSession();
      final Predictions best = new Predictions(1, 0);
      texts(set.test()).forEach(example -> {
        session.classify(example.text(), example.offset(), example.length(), best);
        final boolean isRight = best.count() > 0 && example.labels().contains(classifier.labels().text(best.label(0)).substring(LABEL_PREFIX.length()));
        counts[0] += isRight ? 1 : 0;
        counts[1] += example.labels().isEmpty() ? 0 : 1;
      });
    }
    return PERCENT * counts[0] / counts[1];
  }

  private static LabelledFile texts(final Path file) throws Exception {
    return LabelledFile.of(file, DataOptions.usual().with(DataFormat.FASTTEXT));
  }

  private static FileChannel created(final Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
  }

  private void run(final List<String> command) throws IOException, InterruptedException {
    MeasuredProcess.run(work.resolve("log"), command);
  }

  private static double mean(final List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static String spread(final List<Double> values) {
    return values.isEmpty() ? "too large" : String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", mean(values), Collections.min(values), Collections.max(values));
  }
}
