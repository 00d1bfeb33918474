package io.labelstream.cli.train;

import io.labelstream.cli.verb.CommandWords;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Program;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.model.ModelOptions;
import io.labelstream.train.Settings;
import io.labelstream.train.data.DataSummary;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The texts that {@code tune} was given, and the file that it writes. */
record TuneRequest(NamedFamily named, String data, LabelledTextOptions texts, Path out, ValidationTexts validation, CardOptions.Request card) {

  /**
   * Summarises the data, before work is spent on them.
   *
   * @throws io.labelstream.cli.verb.CliException if they cannot be read, or a file cannot be written
   */
  DataSummary survey(final DividedTexts divided, final TrainingProgress progress, final Lines lines) throws InterruptedException {
    WrittenModel.requireRoom(out, card);
    progress.phase("reading '" + divided.name() + "'");
    final DataSummary summary = divided.survey();
    progress.close();
    DataWarnings.of(summary).forEach(lines::warn);
    return summary;
  }

  /** Writes a model that was found, with its card and golden samples. */
  WrittenModel.Judged write(
      final Path model, final DividedTexts divided, final DataSummary summary, final Map<String, String> settings, final long seed,
      final TrainingProgress progress, final Lines lines) throws InterruptedException {
    progress.phase("writing '" + out + "'");
    final String sha256 = WholeFile.writeDigested(out, card.overwriting(), channel -> Files.copy(model, Channels.newOutputStream(channel)));
    final WrittenModel.Judged judged = WrittenModel.judged(out, ModelOptions.defaults(), divided, card, seed, lines);
    WrittenModel.complete(out, sha256, card, new WrittenModel.Origin(Optional.of(summary), settings), judged);
    progress.close();
    return judged;
  }

  /** The command line that trains a model with these settings and writes it to {@code model}. */
  String trainCommand(final Settings settings, final Path model) {
    final List<String> train = new ArrayList<>(List.of(Program.NAME, "train"));
    train.addAll(named.word().stream().toList());
    train.add(data);
    train.addAll(texts.words());
    train.addAll(validation.words());
    train.addAll(TrainingOptions.words(named.family(), settings));
    train.addAll(List.of("--out", model.toString()));
    return CommandWords.line(train);
  }
}
