package io.labelstream.benchmark;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.encoder.family.EncoderArtifact;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.Progress;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.DataFiles;
import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.LabelledFile;
import io.labelstream.train.encoder.compress.EncoderCompressor;
import io.labelstream.train.encoder.compress.PieceLimit;
import io.labelstream.train.encoder.family.EncoderTraining;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives an encoder labels from descriptions alone, from some examples a label, and by fine-tuning, and tells the share of texts whose best label is right. Models are written and opened before
 * they are judged; fine-tuned ones are compressed to 4 MB by the texts to train on.
 *
 * <p>Arguments: the folder of the data sets; one to work in; the file of the encoder; {@code test}, or {@code validation} to hold out a fifth of the texts to train
 * on and judge by these; and parts, such as {@code zero-shot}, {@code few-shot} and {@code fine-tuning}, data sets, and settings such as {@code
 * finetune-epochs=5}; all parts and sets unless named.
 */
public final class HeadComparison {
  private static final List<String> PARTS = List.of("zero-shot", "few-shot", "fine-tuning");
  private static final List<String> FINE_TUNED = List.of("agnews", "trec", "sst2", "sst5", "mr", "subj", "banking77", "clinc150", "cooking");
  private static final Map<String, Integer> EXAMPLES = Map.of("agnews", 64, "banking77", 20);
  private static final int DRAWS = 5;
  private static final long MOST_BYTES = 4_000_000;
  private static final DataOptions LINES = DataOptions.usual().with(DataFormat.FASTTEXT);
  private static final int FIXED_OPTIONS = 4;
  private static final double PERCENT = 100;
  private static final Map<String, String> NEWS = new LinkedHashMap<>();

  static {
    NEWS.put("1", "world news about governments, wars and elections");
    NEWS.put("2", "sports news about games, teams and players");
    NEWS.put("3", "business news about companies, markets and the economy");
    NEWS.put("4", "technology and science news about software, the internet, computers and space");
  }

  private final Path work;
  private final Path encoder;
  private final Settings settings;

  private HeadComparison(final Path work, final Path encoder, final Settings settings) {
    this.work = work;
    this.encoder = encoder;
    this.settings = settings;
  }

  /** See above. */
  public static void main(final String[] arguments) throws Exception {
    final List<String> words = Arrays.asList(arguments).subList(FIXED_OPTIONS, arguments.length);
    Settings settings = Settings.usual();
    for (final String word : words) {
      settings = word.contains("=") ? with(settings, word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1)) : settings;
    }
    final Path work = Path.of(arguments[1]);
    final HeadComparison comparison = new HeadComparison(work, Path.of(arguments[2]), settings);
    final DataSets sets = new DataSets(Path.of(arguments[0]), work);
    for (final String part : chosen(words, PARTS)) {
      double sum = 0;
      final List<String> names = part.equals("fine-tuning") ? chosen(words, FINE_TUNED) : chosen(words, List.of("agnews", "banking77"));
      for (final String name : names) {
        final DataSet set = arguments[3].equals("validation") ? comparison.divided(sets.named(name)) : sets.named(name);
        sum += switch (part) {
          case "zero-shot" -> comparison.zeroShot(set);
          case "few-shot" -> comparison.fewShot(set);
          default -> comparison.fineTuning(set);
        };
      }
      System.out.printf(Locale.ROOT, "| %s | mean | %.1f |%n", part, sum / names.size());
    }
  }

  private static List<String> chosen(final List<String> words, final List<String> all) {
    final List<String> named = all.stream().filter(words::contains).toList();
    return named.isEmpty() ? all : named;
  }

  private static Settings with(final Settings settings, final String name, final String value) {
    final Setting<?> setting =
        new EncoderTraining().settings().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return with(settings, setting, value);
  }

  private static <T> Settings with(final Settings settings, final Setting<T> setting, final String value) {
    return settings.with(setting, setting.parse(value));
  }

  /** The texts to train on as a set of their own, a fifth of them to judge by. */
  private DataSet divided(final DataSet set) throws IOException {
    final List<String> lines = new ArrayList<>(Files.readAllLines(set.train()));
    Collections.shuffle(lines, new Random(1));
    final int end = lines.size() - lines.size() / 5;
    return new DataSet(
        set.name(), Files.write(work.resolve(set.name() + ".less"), lines.subList(0, end)),
        Files.write(work.resolve(set.name() + ".validation"), lines.subList(end, lines.size())), set.settings());
  }

  private double zeroShot(final DataSet set) throws Exception {
    final Path texts = Files.write(
        work.resolve(set.name() + ".texts"), Files.readAllLines(set.train()).stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList());
    final Settings described = with(settings, "labels", descriptions(set).toString());
    print(set, "descriptions and unlabelled texts", judged(with(described, "texts", texts.toString()), set.test()));
    return print(set, "descriptions", judged(described, set.test()));
  }

  /** A description of each label: the name, where there is no other. */
  private Path descriptions(final DataSet set) throws IOException {
    final Set<String> labels = new TreeSet<>();
    for (final String line : Files.readAllLines(set.train())) {
      labels.add(label(line));
    }
    return Files.write(
        work.resolve(set.name() + ".labels"), labels.stream().map(label -> label + "\t" + NEWS.getOrDefault(label, label.replace('_', ' '))).toList());
  }

  /** The mean of several draws of examples, each the first ones of every label in a shuffle of its own. */
  private double fewShot(final DataSet set) throws Exception {
    double sum = 0;
    double described = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      final List<String> lines = new ArrayList<>(Files.readAllLines(set.train()));
      Collections.shuffle(lines, new Random(draw));
      final Map<String, Integer> taken = new HashMap<>();
      final List<String> examples = lines.stream().filter(line -> taken.merge(label(line), 1, Integer::sum) <= EXAMPLES.get(set.name())).toList();
      final Settings few = with(settings, "examples", Files.write(work.resolve(set.name() + ".examples"), examples).toString());
      sum += judged(few, set.test());
      described += judged(with(few, "labels", descriptions(set).toString()), set.test());
    }
    print(set, EXAMPLES.get(set.name()) + " examples a label and descriptions", described / DRAWS);
    return print(set, EXAMPLES.get(set.name()) + " examples a label", sum / DRAWS);
  }

  private double fineTuning(final DataSet set) throws Exception {
    make(with(settings, "finetune", set.train().toString()), set.test());
    final Path small = work.resolve("small.safetensors");
    compress(set.train(), small);
    return print(set, "fine-tuning", judged(small, set.test()));
  }

  private void compress(final Path texts, final Path small) throws Exception {
    try (ModelBytes bytes = ModelBytes.of(file());
        ModelArtifact artifact = ModelLoader.read(bytes);
        CompressedModel compressed = EncoderCompressor.compress(
            ((EncoderArtifact) artifact).model(), new PieceLimit.Bytes(MOST_BYTES), OptionalInt.empty(), Optional.of(LabelledFile.of(texts, LINES)), Optional.empty(),
            stage -> {});
        FileChannel channel = written(small)) {
      compressed.writeTo(Metadata.none(), channel);
    }
  }

  private static FileChannel written(final Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static double print(final DataSet set, final String part, final double precision) {
    System.out.printf(Locale.ROOT, "| %s | %s | %.1f |%n", part, set.name(), precision);
    return precision;
  }

  private static String label(final String line) {
    return line.substring("__label__".length(), line.indexOf(' '));
  }

  /** The precision in percent of a model that is made with these settings. */
  private double judged(final Settings asked, final Path test) throws Exception {
    make(asked, test);
    return judged(file(), test);
  }

  private Path file() {
    return work.resolve("encoder.safetensors");
  }

  private void make(final Settings asked, final Path test) throws Exception {
    final Settings all = with(asked, "model", encoder.toString());
    final TrainingJob job = new TrainingJob(LabelledFile.of(test, LINES), Optional.empty(), all, Progress.NONE, DataFiles.with(LINES), Optional.empty());
    try (TrainedModel trained = new EncoderTraining().train(job);
        FileChannel channel = written(file())) {
      trained.writeTo(channel);
    }
  }

  private static double judged(final Path file, final Path test) throws Exception {
    try (TextClassifier classifier = ModelLoader.open(file)) {
      final ClassifierSession session = classifier.newSession();
      final Predictions predictions = new Predictions(1, 0f);
      final long[] counts = new long[2];
      LabelledFile.of(test, LINES).forEach(example -> {
        session.classify(example.text(), example.offset(), example.length(), predictions);
        counts[0]++;
        counts[1] += predictions.count() > 0 && example.labels().contains(classifier.labels().name(predictions.label(0))) ? 1 : 0;
      });
      return PERCENT * counts[1] / counts[0];
    }
  }
}
