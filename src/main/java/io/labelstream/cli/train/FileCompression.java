package io.labelstream.cli.train;

import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Table;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.output.Times;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelOptions;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.Compression;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionJob;
import io.labelstream.train.CompressionListener;
import io.labelstream.train.CompressionStage;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Progress;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Compresses a model and writes it with its card and golden samples. */
final class FileCompression {
  private FileCompression() {}

  /** The model to compress, and the file to write. */
  record Request(
      TrainableFamily family, Path model, Path out, ModelForm form, Settings settings, ValidationTexts validation, CardOptions.Request card) {}

  /**
   * Compresses with texts.
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
    try (ModelArtifact model = model(request);
        CompressedModel compressed = texts.use(parts -> compress(model, Optional.of(parts.training()), parts.validation(), request, progress))) {
      finish(
          compressed, Optional.of(summary),
          draft -> WrittenModel.judged(draft, ModelOptions.defaults(), texts, request.card(), request.settings().get(Settings.SEED), lines), request, lines);
    }
  }

  /**
   * Compresses without texts: nothing is trained or measured.
   *
   * @throws CliException if the model cannot be read or used, or a file cannot be written
   */
  static void run(final Request request, final TrainingProgress progress, final Lines lines) throws IOException, InterruptedException {
    requireRoom(request);
    try (ModelArtifact model = model(request);
        CompressedModel compressed = compress(model, Optional.empty(), Optional.empty(), request, progress)) {
      finish(compressed, Optional.empty(), WrittenModel.Judged::unmeasured, request, lines);
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

  private static ModelArtifact model(final Request request) {
    final ModelArtifact model = Models.read(request.model());
    final String family = model.description().family();
    if (!family.equals(request.family().name())) {
      model.close();
      throw new CliException(ExitCode.COMPRESSION_IMPOSSIBLE, "'" + request.model() + "' is a model of the family " + family
          + ", whose models cannot be compressed; use it as it is, or compress the models that it is made of before it is made");
    }
    return model;
  }

  private static CompressedModel compress(
      final ModelArtifact model, final Optional<ExampleSource> texts, final Optional<ExampleSource> validation, final Request request,
      final TrainingProgress progress)
      throws IOException, TrainingDataException, InterruptedException {
    progress.phase("compressing '" + request.model() + "'");
    try {
      return request.family().compression().orElseThrow().compress(new CompressionJob(
          model, texts, validation, request.form(), request.settings(), watching(progress)));
    } catch (final CompressionException refused) {
      throw refused(request.model(), refused);
    } finally {
      progress.close();
    }
  }

  private static CompressionListener watching(final TrainingProgress progress) {
    return new CompressionListener() {
      @Override
      public void accept(final CompressionStage stage) {
        progress.over(stage.step() + ": " + values(stage));
      }

      @Override
      public void at(final Progress.State state) {
        progress.at(state);
      }
    };
  }

  private static CliException refused(final Path model, final CompressionException refused) {
    return new CliException(ExitCode.COMPRESSION_IMPOSSIBLE, "'" + model + "': " + refused.getMessage(), refused);
  }

  /** Judges a file. */
  @FunctionalInterface
  private interface Judging {
    WrittenModel.Judged of(Path file) throws IOException, InterruptedException;
  }

  /** A file that is to hold its own samples cannot be opened to make them, so the model is written to a temporary file first. */
  private static void finish(
      final CompressedModel compressed, final Optional<DataSummary> summary, final Judging judging, final Request request, final Lines lines)
      throws IOException, InterruptedException {
    final Path draft = Files.createTempFile("labelstream-", ".model");
    try {
      draft.toFile().deleteOnExit();
      write(compressed, request, draft);
      final WrittenModel.Judged judged = judging.of(draft);
      final WrittenModel.Origin origin = new WrittenModel.Origin(summary, settings(request, compressed));
      if (holdsMetadata(request)) {
        final Metadata metadata = WrittenModel.metadata(request.out(), request.card(), origin, judged);
        WholeFile.write(request.out(), request.card().overwriting(), channel -> write(compressed, metadata, request, channel));
      } else {
        final String sha256 = WholeFile.writeDigested(
            request.out(), request.card().overwriting(), channel -> write(compressed, Metadata.none(), request, channel));
        WrittenModel.complete(request.out(), sha256, request.card(), origin, judged);
      }
      lines.print(text(request, compressed, judged));
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Writes to the existing file, and does not create it: a file that was deleted at the end of the JVM stays deleted. */
  private static void write(final CompressedModel compressed, final Request request, final Path draft) {
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      write(compressed, Metadata.none(), request, channel);
    } catch (final IOException failure) {
      throw new CliException(
          ExitCode.OUTPUT_FAILED, "'" + draft + "' cannot be written: " + failure.getMessage() + "; check folder, permissions and space", failure);
    }
  }

  private static void write(final CompressedModel compressed, final Metadata metadata, final Request request, final WritableByteChannel channel)
      throws IOException {
    try {
      compressed.writeTo(metadata, channel);
    } catch (final CompressionException tooLarge) {
      throw refused(request.model(), tooLarge);
    }
  }

  /** False under a limit of bytes, where every byte serves the predictions. */
  private static boolean holdsMetadata(final Request request) {
    return request.form().metadata() == ModelForm.Place.INSIDE && request.settings().find(Compression.SIZE).isEmpty();
  }

  private static Map<String, String> settings(final Request request, final CompressedModel compressed) {
    final Map<String, String> all = new LinkedHashMap<>();
    all.put("compressed from", request.model() + ", SHA-256 " + Models.sha256(request.model()));
    all.putAll(settings(request.family(), request.settings()));
    all.put("validation texts", request.validation().inWords()
        + (request.validation() instanceof ValidationTexts.None ? "" : "; they also chose the coding and the scale of the scores"));
    compressed.stages().forEach(stage -> all.put("after: " + stage.step(), values(stage)));
    return all;
  }

  /** Settings for a card. */
  static Map<String, String> settings(final TrainableFamily family, final Settings settings) {
    final Compression compression = family.compression().orElseThrow();
    final List<Setting<?>> limits = new ArrayList<>(List.of(Compression.SIZE));
    limits.addAll(compression.limits());
    final Map<String, String> all = new LinkedHashMap<>(Map.of("limit", "none"));
    all.putAll(settings.rows(limits));
    all.putAll(settings.rows(compression.settings()));
    all.putAll(settings.rows(List.of(Settings.THREADS, Settings.SEED)));
    return all;
  }

  private static String text(final Request request, final CompressedModel compressed, final WrittenModel.Judged judged) {
    final StringBuilder text = new SummaryText(request.out(), " of " + Amounts.bytes(request.model().toFile().length()))
        .judged(judged, holdsMetadata(request) ? ModelForm.Place.INSIDE : ModelForm.Place.BESIDE).text();
    final List<String> sizes = List.copyOf(compressed.stages().getFirst().sizes().keySet());
    final List<String> headings = new ArrayList<>(List.of("STEP"));
    sizes.forEach(size -> headings.add(">" + size.toUpperCase(Locale.ROOT)));
    headings.addAll(List.of(">ACCURACY", ">LOG LOSS", ">TIME"));
    final Table table = Table.of(headings.toArray(String[]::new));
    for (final CompressionStage stage : compressed.stages()) {
      final List<String> cells = new ArrayList<>(List.of(stage.step()));
      sizes.forEach(size -> cells.add(String.format(Locale.ROOT, "%,d", stage.sizes().get(size))));
      cells.addAll(List.of(number(stage.accuracy()), number(stage.loss()), Times.inWords(stage.elapsed())));
      table.row(cells.toArray(String[]::new));
    }
    return text.append('\n').append(table.render("  ", Terminal.ofProcess().style())).toString();
  }

  private static String values(final CompressionStage stage) {
    return String.format(Locale.ROOT, "%s, accuracy %s, log loss %s", stage.size(), number(stage.accuracy()), number(stage.loss()));
  }

  private static String number(final double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }
}
