package io.labelstream.train.encoder.head;

import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.Encoders;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.Workers;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.MadeEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Finds the labels of an encoder from descriptions, examples or both; the encoder stays as it is. Used once. */
final class LabelTraining {
  private final HeadSettings settings;
  private final TrainingJob job;
  private final VectorReader reader;
  private final List<String> names = new ArrayList<>();
  private final Map<String, String> findings = new LinkedHashMap<>();

  private LabelTraining(final HeadSettings settings, final TrainingJob job, final VectorReader reader) {
    this.settings = settings;
    this.job = job;
    this.reader = reader;
  }

  /**
   * Margins before they are scaled.
   *
   * @param map the margins
   * @param scale makes them probabilities
   * @param known texts whose labels are known, and which the map has not seen, if there are any
   * @param margins those of the texts in {@code known}
   */
  private record Scaled(LinearMap map, double scale, LabelledVectors known, float[] margins) {}

  /**
   * Finds the labels.
   *
   * @throws IOException if a file cannot be read
   * @throws TrainingDataException if there is nothing to learn from one
   */
  static MadeEncoder run(final EncoderModel model, final HeadSettings settings, final TrainingJob job) throws IOException, TrainingDataException {
    try (TextEncoder encoder = Encoders.open(model)) {
      return new LabelTraining(settings, job, new VectorReader(encoder)).run(model);
    }
  }

  private MadeEncoder run(final EncoderModel model) throws IOException, TrainingDataException {
    final LabelledVectors described = described(model.dimensions());
    final LinearMap descriptions = described.count() == 0
        ? LinearMap.ofOneRow(new float[0], new float[0])
        : DescriptionHead.of(described, names.size(), settings.prototypes(), texts(model.dimensions()));
    final Scaled scaled = settings.examples().isPresent() ? byExamples(settings.examples().get(), described) : byDescriptions(descriptions, described);
    final LinearMap map = settings.other().isPresent() ? withOther(settings.other().get(), scaled) : scaled.map();
    findings.put("scale of margins", String.format(Locale.ROOT, "%.3g", scaled.scale()));
    final String done = settings.examples().isPresent() ? findings.get("examples learned from") : described.count() + " descriptions";
    return new MadeEncoder(model.with(map.head(names, scaled.scale())), done + ", " + names.size() + " labels", figures(scaled), findings);
  }

  private LabelledVectors described(final int dimensions) throws IOException, TrainingDataException {
    if (settings.labels().isEmpty()) {
      return none(dimensions);
    }
    final LabelDescriptions descriptions = LabelDescriptions.read(settings.labels().get());
    names.addAll(descriptions.labels());
    return reader.read(descriptions);
  }

  private Vectors texts(final int dimensions) throws IOException, TrainingDataException {
    return settings.texts().isPresent() ? known(settings.texts().get()).vectors() : none(dimensions).vectors();
  }

  /** Texts of a file, a line each. */
  private LabelledVectors known(final Path file) throws IOException, TrainingDataException {
    final LabelledVectors known = reader.read(TextLines.read(file));
    if (known.count() == 0) {
      throw new TrainingDataException("'" + file + "' has no text with a piece that the encoder knows");
    }
    return known;
  }

  private static LabelledVectors none(final int dimensions) {
    return new LabelledVectors(new Vectors(0, dimensions, new float[0]), new int[0], 0);
  }

  private Scaled byDescriptions(final LinearMap map, final LabelledVectors described) throws IOException, TrainingDataException {
    if (job.validation().isEmpty()) {
      return new Scaled(map, DescriptionHead.SCALE, described, map.margins(described.vectors()));
    }
    final LabelledVectors known = validation();
    final float[] margins = map.margins(known.vectors());
    return new Scaled(map, MarginScale.fit(margins, names.size(), known.labels()), known, margins);
  }

  private LabelledVectors validation() throws IOException, TrainingDataException {
    final int labels = names.size();
    final LabelledVectors known = reader.read(job.validation().orElseThrow(), names);
    requireKnown(labels, job.validation().get().name(), "the descriptions");
    if (known.count() == 0) {
      throw new TrainingDataException(job.validation().get().name() + " has no text with a piece that the encoder knows");
    }
    return known;
  }

  private void requireKnown(final int labels, final String source, final String others) throws TrainingDataException {
    if (names.size() > labels) {
      throw new TrainingDataException(source + " has the label '" + names.get(labels) + "', which " + others + " do not have: correct one of the two");
    }
  }

  private Scaled byExamples(final Path file, final LabelledVectors described) throws IOException, TrainingDataException {
    final int labels = names.size();
    final LabelledVectors examples = reader.read(job.files().open(file), names);
    if (labels > 0) {
      requireKnown(labels, "'" + file + "'", "the descriptions");
    }
    if (Arrays.stream(examples.labels()).distinct().count() < 2) {
      throw new TrainingDataException("'" + file + "' has " + examples.count() + " texts to learn from and fewer than two labels, expected two or more");
    }
    final LinearMap prior = described.count() == 0
        ? LinearMap.ofOneRow(new float[0], new float[0])
        : DescriptionHead.of(described, names.size(), HeadSettings.Prototypes.MEAN, none(described.vectors().dimensions()).vectors());
    final ExampleHead head;
    try (Workers workers = new Workers(job.settings().get(Settings.THREADS))) {
      head = ExampleHead.of(examples, described, names.size(), prior, workers);
    }
    findings.put("examples learned from", examples.count() + " examples");
    findings.put("penalty", head.penalty() + ", by cross-validation of " + head.folds() + " parts");
    return new Scaled(head.map(), head.folds() > 1 ? MarginScale.fit(head.margins(), names.size(), examples.labels()) : 1, examples, head.margins());
  }

  private LinearMap withOther(final String other, final Scaled scaled) throws IOException, TrainingDataException {
    if (names.contains(other)) {
      throw new TrainingDataException("the label '" + other + "' of other texts is among the labels: name it differently");
    }
    final int labels = names.size();
    names.add(other);
    final double[] best = largest(scaled.margins(), scaled.known().count(), labels);
    if (settings.otherExamples().isEmpty()) {
      return scaled.map().and(labels, (float) OtherThreshold.below(best));
    }
    final LabelledVectors others = known(settings.otherExamples().get());
    final double threshold = OtherThreshold.between(best, largest(scaled.map().margins(others.vectors()), others.count(), labels), scaled.scale());
    return scaled.map().and(labels, (float) threshold);
  }

  private static double[] largest(final float[] margins, final int texts, final int labels) {
    return IntStream.range(0, texts).mapToDouble(text -> MarginScale.largest(margins, text, labels)).toArray();
  }

  private String figures(final Scaled scaled) {
    if (settings.examples().isEmpty() && job.validation().isEmpty()) {
      return "";
    }
    final int labels = scaled.map().labels();
    final int[] known = scaled.known().labels();
    return String.format(Locale.ROOT, "P@1 %.3f, log loss %.3f on texts not learned from", MarginScale.accuracy(scaled.margins(), labels, known),
        MarginScale.logLoss(scaled.margins(), labels, known, scaled.scale()));
  }
}
