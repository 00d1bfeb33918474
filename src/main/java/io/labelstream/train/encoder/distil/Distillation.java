package io.labelstream.train.encoder.distil;

import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.train.DivergedException;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.Workers;
import io.labelstream.train.autograd.PyTorch;
import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.LabelledFile;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.MadeEncoder;
import io.labelstream.train.encoder.StudentSettings;
import io.labelstream.train.encoder.layers.LayerTraining;
import io.labelstream.train.encoder.layers.Marks;
import io.labelstream.train.encoder.layers.StudentTexts;
import io.labelstream.train.evaluate.Correlation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A distillation: teacher vectors, their projection, a start, and training. Used once. */
final class Distillation {
  /** Of the texts, those that are held out unless there are others to validate with: one in so many, at least one, and no more than so many. */
  private static final int HELD_OUT_SHARE = 20;
  private static final int MOST_HELD_OUT = 2000;

  private final TrainingJob job;
  private final DistilSettings settings;
  private final Teacher teacher;
  private final Workers workers;
  private final DistilProgress progress;
  private final Map<String, String> findings = new LinkedHashMap<>();

  Distillation(final TrainingJob job, final DistilSettings settings, final Teacher teacher, final Workers workers) {
    this.job = job;
    this.settings = settings;
    this.teacher = teacher;
    this.workers = workers;
    this.progress = new DistilProgress(job.progress());
  }

  /** Texts to train on with their targets, and texts to validate with. */
  private record Material(PieceTexts texts, UnitVectors targets, Validation validation) {}

  MadeEncoder run() throws IOException, TrainingDataException, DivergedException, InterruptedException {
    if (settings.layers() > 0) {
      // Before the vectors of the teacher are found, which may take hours.
      LayerStart.body(teacher.model(), settings.layers());
      PyTorch.require(1);
    }
    final PieceTexts texts = PieceTexts.of(job.texts(), teacher.model().vocabulary());
    if (texts.known().length < 2) {
      throw new TrainingDataException("the texts with a word piece in '" + job.texts().name() + "' are " + texts.known().length + ", expected at least 2");
    }
    final HalfVectors vectors = vectors("teacher's vectors", texts.texts());
    final HalfVectors typical = settings.projectionTexts().isPresent() ? typical(settings.projectionTexts().get()) : vectors;
    progress.begin("projection");
    final Projection projection = Projection.fit(typical, settings.projection(), settings.dimensions(), settings.whitening(), workers);
    final Material material = material(texts, projection.unit(vectors, workers), projection);
    tell("of the teacher's vectors kept", String.format(Locale.ROOT, "%.1f %% of the squares, correlation of cosines %.4f",
        100 * projection.kept(), correlation(vectors, projection)));
    final Optional<Pairs> pairs = settings.pairs().isPresent() ? Optional.of(pairs(settings.pairs().get(), projection)) : Optional.empty();
    try (Student student = student(texts, projection, material)) {
      return train(student, material.validation(), pairs);
    }
  }

  /** The vectors of the texts to find the projection by. */
  private HalfVectors typical(final Path file) throws IOException, TrainingDataException, InterruptedException {
    final PieceTexts texts = PieceTexts.of(LabelledFile.of(file, DataOptions.usual().with(DataFormat.TEXT)), teacher.model().vocabulary());
    if (texts.known().length < settings.dimensions()) {
      throw new TrainingDataException("the texts with a word piece in '" + file + "' are " + texts.known().length + ", expected at least one for each of the " + settings.dimensions() + " dimensions");
    }
    return vectors("teacher's vectors for the projection", texts.texts());
  }

  private Student student(final PieceTexts texts, final Projection projection, final Material material)
      throws IOException, TrainingDataException, InterruptedException {
    if (settings.layers() > 0) {
      return layers(material);
    }
    final HalfVectors pieces = vectors("teacher's vectors of pieces", TableStudent.pieces(teacher.model().vocabulary()));
    return new TableStudent(
        teacher.model().vocabulary(), TableStudent.start(texts, pieces, projection), material.texts(), material.targets(), settings.student());
  }

  private HalfVectors vectors(final String step, final List<byte[]> texts) throws IOException, InterruptedException {
    progress.begin(step);
    return teacher.vectors(texts, workers, progress::found);
  }

  private Material material(final PieceTexts texts, final UnitVectors targets, final Projection projection)
      throws IOException, TrainingDataException, InterruptedException {
    if (job.validation().isPresent()) {
      final PieceTexts held = PieceTexts.of(job.validation().get(), teacher.model().vocabulary());
      if (held.size() == 0) {
        throw new TrainingDataException(job.validation().get().name() + " has no text, expected some to choose the epoch by");
      }
      return new Material(texts, targets, new Validation(held, projection.unit(vectors("teacher's vectors to validate with", held.texts()), workers)));
    }
    final int cut = texts.size() - Math.clamp(texts.size() / HELD_OUT_SHARE, 1, MOST_HELD_OUT);
    return new Material(
        texts.part(0, cut), targets.part(0, cut), new Validation(texts.part(cut, texts.size()), targets.part(cut, targets.rows())));
  }

  /** How well cosines are kept: their correlation over pairs of neighbouring texts. */
  private double correlation(final HalfVectors vectors, final Projection projection) {
    final int count = Math.min(vectors.rows(), 2 * MOST_HELD_OUT);
    return Correlation.pearson(cosines(UnitVectors.of(vectors, count)), cosines(projection.unit(vectors, count, workers)));
  }

  private static double[] cosines(final UnitVectors vectors) {
    final double[] cosines = new double[vectors.rows() - 1];
    Arrays.setAll(cosines, row -> vectors.dot(row, row + 1));
    return cosines;
  }

  /** Scored pairs to choose the best epoch by. */
  private record Pairs(String name, ScoredTexts texts) {
    double spearman(final Student student) {
      return Validation.spearman(student.vectors(texts.texts()), texts.scores());
    }
  }

  private Pairs pairs(final Path file, final Projection projection) throws IOException, TrainingDataException, InterruptedException {
    final ScoredTexts scored = ScoredTexts.of(file, teacher.model().vocabulary());
    final HalfVectors vectors = vectors("teacher's vectors of pairs", scored.texts().texts());
    tell("on " + file, String.format(Locale.ROOT, "Spearman %.4f by the teacher, %.4f by its projection",
        Validation.spearman(UnitVectors.of(vectors, vectors.rows()), scored.scores()), Validation.spearman(projection.unit(vectors, workers), scored.scores())));
    return new Pairs(file.toString(), scored);
  }

  private Student layers(final Material material) throws IOException, TrainingDataException, InterruptedException {
    final WordPieceVocabulary vocabulary = teacher.model().vocabulary();
    progress.begin("choice of layers");
    final LayerStart start = LayerStart.of(teacher.model(), settings.layers(), material.texts(), material.targets());
    tell("layers of the teacher", String.format(Locale.ROOT, "%s, cosine to the projected teacher %.4f before training",
        start.layers().stream().map(layer -> String.valueOf(layer + 1)).collect(Collectors.joining(", ")), start.cosine()));
    final StudentTexts texts = new StudentTexts(
        material.texts().pieces(), material.texts().starts(), material.targets().values(), material.targets().columns());
    return new LayerStudent(
        vocabulary, new LayerTraining(start.body(), start.map(), new Marks(vocabulary.first(), vocabulary.last()), texts, settings.student()));
  }

  /** Trains, and gives the encoder of the best round. */
  private MadeEncoder train(final Student student, final Validation validation, final Optional<Pairs> pairs)
      throws DivergedException, InterruptedException {
    EncoderModel best = student.model();
    Measure greatest = new Measure(Double.NEGATIVE_INFINITY, OptionalDouble.empty());
    for (int round = 0; round < student.rounds(); round++) {
      final String name = student.round() + " " + (round + 1) + " of " + student.rounds();
      final double before = round;
      progress.training(name, before / student.rounds());
      final double loss = student.train(fraction -> progress.training(name, (before + fraction) / student.rounds()));
      final Measure measure = new Measure(validation.cosine(student.vectors(validation.texts())),
          pairs.isPresent() ? OptionalDouble.of(pairs.get().spearman(student)) : OptionalDouble.empty());
      progress.over(String.format(Locale.ROOT, "%s: loss %.4f, %s", name, loss, measure));
      if (measure.value() > greatest.value()) {
        greatest = measure;
        best = student.model();
      }
    }
    findings.put("cosine to the projected teacher",
        String.format(Locale.ROOT, "%.4f on texts that it was not trained on, %,d in number", greatest.cosine(), validation.texts().size()));
    if (pairs.isPresent()) {
      findings.merge("on " + pairs.get().name(), String.format(Locale.ROOT, "%.4f by this encoder", greatest.value()), (before, own) -> before + ", " + own);
    }
    final StudentSettings how = settings.student();
    final String epochs = how.epochs() + (how.epochs() == 1 ? " epoch" : " epochs");
    findings.put("trained for", epochs + ", learning rate " + how.learningRate() + ", batches of " + how.batch());
    return new MadeEncoder(best, epochs, greatest.toString(), findings);
  }

  /** The measure that an encoder is chosen by: the correlation on scored pairs, or else the cosine to the targets. */
  private record Measure(double cosine, OptionalDouble spearman) {
    double value() {
      return spearman.orElse(cosine);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "cosine to the projected teacher %.4f", cosine)
          + (spearman.isPresent() ? String.format(Locale.ROOT, ", Spearman on pairs %.4f", spearman.getAsDouble()) : "");
    }
  }

  private void tell(final String title, final String value) {
    findings.put(title, value);
    progress.over(title + ": " + value);
  }
}
