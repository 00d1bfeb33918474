package io.labelstream.train.encoder.distil;

import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.FloatMatrix;
import io.labelstream.model.encoder.StaticBody;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.train.DivergedException;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.Workers;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.MadeEncoder;
import io.labelstream.train.evaluate.Correlation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The distillation of a table of pieces: teacher vectors, their projection, a start, and training. Used once. */
final class Distillation {
  /** Of the texts, those that are held out unless there are others to validate with: one in so many, at least one, and no more than so many. */
  private static final int HELD_OUT_SHARE = 20;
  private static final int MOST_HELD_OUT = 2000;
  /** Pieces that make out more than about this share of all pieces weigh less in the table that training starts from. */
  private static final double FREQUENT = 1e-4;

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
    final PieceTexts texts = PieceTexts.of(job.texts(), teacher.model().vocabulary());
    if (texts.known().length < 2) {
      throw new TrainingDataException("'" + job.texts().name() + "' has " + texts.known().length + " texts with a word piece, expected at least 2");
    }
    final HalfVectors vectors = vectors("teacher's vectors", texts.texts());
    progress.begin("projection");
    final Projection projection = Projection.fit(vectors, settings.projection(), settings.dimensions(), settings.whitening(), workers);
    final Material material = material(texts, projection.unit(vectors, workers), projection);
    tell("of the teacher's vectors kept", String.format(Locale.ROOT, "%.1f %% of the squares, correlation of cosines %.4f",
        100 * projection.kept(), correlation(vectors, projection)));
    final Optional<Pairs> pairs = settings.pairs().isPresent() ? Optional.of(pairs(settings.pairs().get(), projection)) : Optional.empty();
    final float[] table = start(texts, projection);
    final float[] best = train(table, material, pairs);
    return new MadeEncoder(
        model(best), settings.table().epochs() + (settings.table().epochs() == 1 ? " epoch" : " epochs"), quality(best, material.validation(), pairs), findings);
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
    double spearman(final float[] table, final int columns) {
      return Validation.spearman(Validation.vectors(table, texts.texts(), columns), texts.scores());
    }
  }

  private Pairs pairs(final Path file, final Projection projection) throws IOException, TrainingDataException, InterruptedException {
    final ScoredTexts scored = ScoredTexts.of(file, teacher.model().vocabulary());
    final HalfVectors vectors = vectors("teacher's vectors of pairs", scored.texts().texts());
    tell("on " + file, String.format(Locale.ROOT, "Spearman %.4f by the teacher, %.4f by its projection",
        Validation.spearman(UnitVectors.of(vectors, vectors.rows()), scored.scores()), Validation.spearman(projection.unit(vectors, workers), scored.scores())));
    return new Pairs(file.toString(), scored);
  }

  /** The teacher's vectors of the pieces alone, projected, and shorter for those that are frequent. */
  private float[] start(final PieceTexts texts, final Projection projection) throws IOException, InterruptedException {
    final List<byte[]> pieces = teacher.model().vocabulary().pieces().stream().map(Distillation::withoutMark).toList();
    final HalfVectors vectors = vectors("teacher's vectors of pieces", pieces);
    final long[] counts = new long[pieces.size()];
    for (final int piece : texts.pieces()) {
      counts[piece]++;
    }
    final float[] table = new float[Math.multiplyExact(pieces.size(), settings.dimensions())];
    final float[] vector = new float[vectors.columns()];
    final float[] row = new float[settings.dimensions()];
    for (int piece = 0; piece < pieces.size(); piece++) {
      vectors.get(piece, vector);
      projection.project(vector, row);
      final float weight = (float) (FREQUENT / (FREQUENT + (double) counts[piece] / texts.pieces().length));
      for (int column = 0; column < row.length; column++) {
        table[piece * row.length + column] = weight * row[column];
      }
    }
    return table;
  }

  private static byte[] withoutMark(final byte[] piece) {
    return piece.length > 2 && piece[0] == '#' && piece[1] == '#' ? Arrays.copyOfRange(piece, 2, piece.length) : piece;
  }

  /** Trains, and gives the table of the best epoch. */
  private float[] train(final float[] table, final Material material, final Optional<Pairs> pairs) throws DivergedException, InterruptedException {
    final int columns = settings.dimensions();
    final TableTraining training = new TableTraining(table, material.texts(), material.targets(), settings.table());
    float[] best = table.clone();
    double greatest = Double.NEGATIVE_INFINITY;
    for (int epoch = 0; epoch < settings.table().epochs(); epoch++) {
      final int number = epoch;
      final double loss = training.epoch(fraction -> progress.training(number, settings.table().epochs(), fraction));
      final double cosine = material.validation().cosine(table);
      final double measure = pairs.map(scored -> scored.spearman(table, columns)).orElse(cosine);
      progress.over(String.format(Locale.ROOT, "epoch %d of %d: loss %.4f, %s", epoch + 1, settings.table().epochs(), loss,
          quality(table, material.validation(), pairs)));
      if (measure > greatest) {
        greatest = measure;
        best = table.clone();
      }
    }
    findings.put("cosine to the projected teacher", String.format(Locale.ROOT, "%.4f on %,d texts that it was not trained on",
        material.validation().cosine(best), material.validation().texts().size()));
    if (pairs.isPresent()) {
      findings.merge("on " + pairs.get().name(), String.format(Locale.ROOT, "%.4f by this encoder", greatest), (before, own) -> before + ", " + own);
    }
    return best;
  }

  private String quality(final float[] table, final Validation validation, final Optional<Pairs> pairs) {
    return String.format(Locale.ROOT, "cosine to the projected teacher %.4f", validation.cosine(table))
        + pairs.map(scored -> String.format(Locale.ROOT, ", Spearman on pairs %.4f", scored.spearman(table, settings.dimensions()))).orElse("");
  }

  private void tell(final String title, final String value) {
    findings.put(title, value);
    progress.over(title + ": " + value);
  }

  private EncoderModel model(final float[] table) {
    final FloatMatrix rows = new FloatMatrix(teacher.model().vocabulary().size(), settings.dimensions(), table);
    final VectorOutput output = new VectorOutput(VectorOutput.Pooling.MEAN, List.of(), VectorOutput.VectorLength.UNIT);
    return new EncoderModel(teacher.model().vocabulary(), new StaticBody(rows), output, new EncoderHead.None());
  }
}
