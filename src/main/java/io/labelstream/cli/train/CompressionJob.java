package io.labelstream.cli.train;

import io.labelstream.cli.model.ModelCard;
import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Table;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.output.Times;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.display.VisibleText;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.fasttext.FastTextArtifact;
import io.labelstream.model.fasttext.file.ModelForm;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.EvaluationReport;
import io.labelstream.train.fasttext.compress.CompressedModel;
import io.labelstream.train.fasttext.compress.CompressionData;
import io.labelstream.train.fasttext.compress.CompressionException;
import io.labelstream.train.fasttext.compress.CompressionLimit;
import io.labelstream.train.fasttext.compress.CompressionSettings;
import io.labelstream.train.fasttext.compress.CompressionStage;
import io.labelstream.train.fasttext.compress.Compressor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Compresses a model and writes it with what goes with it. */
final class CompressionJob {
  private CompressionJob() {}

  /** What to compress and write. */
  record Request(Path model, Path out, CompressionSettings settings, ValidationTexts validation, CardOptions.Request card) {}

  /**
   * With texts.
   *
   * @throws CliException if model or data cannot be read or used, or a file cannot be written
   */
  static void run(final DividedTexts texts, final Request request, final TrainingProgress progress, final Lines lines)
      throws IOException, InterruptedException {
    requireRoom(request);
    progress.phase("reading '" + texts.name() + "'");
    final DataSummary summary = texts.survey();
    progress.close();
    DataWarnings.of(summary).forEach(lines::warn);
    try (FastTextArtifact source = (FastTextArtifact) Models.read(request.model());
        Arena arena = Arena.ofShared()) {
      final CompressedModel compressed =
          texts.use(parts -> compress(source, new CompressionData(Optional.of(parts.training()), parts.validation()), request, progress, arena));
      final Judging judging = request.validation() instanceof ValidationTexts.None && request.card().samples() == 0
          ? CompressionJob::described
          : draft -> judged(draft, texts, request, lines);
      finish(compressed, Optional.of(summary), judging, request, lines);
    }
  }

  /**
   * Without texts: nothing is trained or measured.
   *
   * @throws CliException if the model cannot be read or used, or a file cannot be written
   */
  static void run(final Request request, final TrainingProgress progress, final Lines lines) throws IOException, InterruptedException {
    requireRoom(request);
    try (FastTextArtifact source = (FastTextArtifact) Models.read(request.model());
        Arena arena = Arena.ofShared()) {
      finish(compress(source, CompressionData.none(), request, progress, arena), Optional.empty(), CompressionJob::described, request, lines);
    } catch (final TrainingDataException none) {
      throw new IllegalStateException("texts were read, though there are none", none);
    }
  }

  private static void requireRoom(final Request request) {
    if (holdsMetadata(request)) {
      WholeFile.require(request.out(), request.card().overwriting());
    } else {
      WrittenModel.requireRoom(request.out(), request.card());
    }
  }

  private static CompressedModel compress(
      final FastTextArtifact source, final CompressionData data, final Request request, final TrainingProgress progress, final Arena arena)
      throws IOException, TrainingDataException, InterruptedException {
    progress.phase("compressing '" + request.model() + "'");
    try {
      return Compressor.compress(source.file(), data, request.settings(), stage -> progress.step(inWords(stage)), arena);
    } catch (final CompressionException refused) {
      throw new CliException(ExitCode.COMPRESSION_IMPOSSIBLE, "'" + request.model() + "': " + refused.getMessage(), refused);
    } finally {
      progress.close();
    }
  }

  /** What a file is, and how good. */
  private record Judged(ModelDescription description, Optional<EvaluationReport> measured, List<GoldenSamples.Sample> samples) {}

  /** Looks at a file. */
  @FunctionalInterface
  private interface Judging {
    Judged of(Path file) throws IOException, InterruptedException;
  }

  private static Judged described(final Path file) {
    return new Judged(Models.describe(file), Optional.empty(), List.of());
  }

  private static Judged judged(final Path file, final DividedTexts texts, final Request request, final Lines lines) throws InterruptedException {
    try (TextClassifier classifier = Models.open(file)) {
      final Optional<EvaluationReport> measured = WrittenModel.measured(classifier, texts, lines);
      final List<GoldenSamples.Sample> samples =
          texts.use(parts -> WrittenModel.samples(parts.forSamples(), classifier, request.card(), request.settings().seed()));
      return new Judged(classifier.description(), measured, samples);
    }
  }

  /** A file that holds its own samples cannot be opened to make them, so that it is written to a temporary one before. */
  private static void finish(
      final CompressedModel compressed, final Optional<DataSummary> summary, final Judging judging, final Request request, final Lines lines)
      throws IOException, InterruptedException {
    final Path draft = Files.createTempFile("labelstream-", ".model");
    try {
      draft.toFile().deleteOnExit();
      write(compressed, draft);
      final Judged judged = judging.of(draft);
      final WrittenModel.Origin origin = new WrittenModel.Origin(summary, settings(request, compressed), judged.measured(), request.card().made());
      if (holdsMetadata(request)) {
        final Metadata metadata = WrittenModel.metadata(request.out(), request.card(), judged.samples(), origin, judged.description());
        WholeFile.write(request.out(), request.card().overwriting(), channel -> compressed.form().write(compressed.model(), metadata, channel));
      } else {
        final String sha256 = WholeFile.writeDigested(
            request.out(), request.card().overwriting(), channel -> compressed.form().write(compressed.model(), Metadata.none(), channel));
        WrittenModel.complete(request.out(), sha256, request.card(), judged.samples(), origin, judged.description());
      }
      lines.print(text(request, compressed, judged));
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Writes to the file that is there, and does not make it anew: once it was deleted at the end of the JVM, it stays so. */
  private static void write(final CompressedModel compressed, final Path draft) {
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      compressed.form().write(compressed.model(), Metadata.none(), channel);
    } catch (final IOException failure) {
      throw new CliException(ExitCode.OUTPUT_FAILED, "'" + draft + "' cannot be written: " + failure.getMessage() + "; check folder, permissions and space", failure);
    }
  }

  /** Under a limit of bytes each of them serves the predictions. */
  private static boolean holdsMetadata(final Request request) {
    return request.settings().form() == ModelForm.SAFETENSORS && !(request.settings().limit() instanceof CompressionLimit.Bytes);
  }

  private static Map<String, String> settings(final Request request, final CompressedModel compressed) {
    final Map<String, String> all = new LinkedHashMap<>();
    all.put("compressed from", request.model() + ", SHA-256 " + Models.sha256(request.model()));
    all.putAll(settings(request.settings()));
    all.put("validation texts", request.validation().inWords()
        + (request.validation() instanceof ValidationTexts.None ? "" : "; they also chose the coding and the scale of the scores"));
    compressed.stages().forEach(stage -> all.put("after: " + name(stage), values(stage)));
    return all;
  }

  /** Settings for a card. */
  static Map<String, String> settings(final CompressionSettings settings) {
    final Map<String, String> all = new LinkedHashMap<>();
    all.put("limit", switch (settings.limit()) {
      case CompressionLimit.None none -> "none";
      case CompressionLimit.Rows(final int count) -> count + " rows";
      case CompressionLimit.Bytes bytes -> bytes.most() + " bytes";
    });
    all.put("pruning by", settings.pruning().name().toLowerCase(Locale.ROOT));
    all.put("retraining", settings.epochsOfRetraining() + " epochs, rate " + settings.learningRate());
    all.put("steps on output, on codebooks", settings.outputIterations() + ", " + settings.codebookIterations());
    all.put("threads", Integer.toString(settings.threads()));
    all.put("seed", Long.toString(settings.seed()));
    return all;
  }

  private static String text(final Request request, final CompressedModel compressed, final Judged judged) {
    final StringBuilder text = new StringBuilder(VisibleText.of(request.out().toString())).append("  ").append(Amounts.bytes(request.out().toFile().length()))
        .append(" of ").append(Amounts.bytes(request.model().toFile().length())).append('\n');
    judged.measured().ifPresent(report -> text.append(String.format(Locale.ROOT, "  validation   accuracy %.4f on %,d texts, mean F1 of labels %.4f\n",
        report.accuracyOfMeasured(), report.texts().measured(), report.macro().f1())));
    text.append("  card         ").append(VisibleText.of(holdsMetadata(request) ? "inside" : ModelCard.beside(request.out()).toString())).append('\n');
    if (!judged.samples().isEmpty()) {
      text.append("  samples      ").append(VisibleText.of(holdsMetadata(request) ? "inside" : GoldenSamples.beside(request.out()).toString()))
          .append(", ").append(judged.samples().size()).append(" texts of the data\n");
    }
    final Table table = Table.of("STEP", ">ROWS", ">WIDTH", ">ACCURACY", ">LOG LOSS", ">TIME");
    for (final CompressionStage stage : compressed.stages()) {
      table.row(name(stage), String.format(Locale.ROOT, "%,d", stage.rows()), Integer.toString(stage.dimensions()), number(stage.accuracy()),
          number(stage.loss()), Times.inWords(stage.elapsed()));
    }
    return text.append('\n').append(table.render("  ", Terminal.ofProcess().style())).toString();
  }

  private static String inWords(final CompressionStage stage) {
    return name(stage) + ": " + values(stage);
  }

  private static String name(final CompressionStage stage) {
    return stage.step().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String values(final CompressionStage stage) {
    return String.format(Locale.ROOT, "%,d rows of %d, accuracy %s, log loss %s", stage.rows(), stage.dimensions(), number(stage.accuracy()), number(stage.loss()));
  }

  private static String number(final double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }
}
