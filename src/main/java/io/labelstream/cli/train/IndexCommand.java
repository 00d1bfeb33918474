package io.labelstream.cli.train;

import io.labelstream.cli.model.Models;
import io.labelstream.cli.output.Amounts;
import io.labelstream.cli.output.Terminal;
import io.labelstream.cli.output.Times;
import io.labelstream.cli.verb.CliException;
import io.labelstream.cli.verb.Command;
import io.labelstream.cli.verb.CommandWords;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Lines;
import io.labelstream.cli.verb.Option;
import io.labelstream.cli.verb.WholeFile;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.TextClassifier;
import io.labelstream.rollout.fleet.CheckedModel;
import io.labelstream.train.DocumentIndex;
import io.labelstream.train.Indexing;
import io.labelstream.train.IndexingJob;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamilies;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.LabelledData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code index}: makes a model whose labels are documents. */
public final class IndexCommand extends Command {
  private final Option<String> data = options.parameter(String.class, "DOCUMENTS", "The file of documents, an id and a text a line; - for standard input.");
  private final Option<Path> model = options.value(Path.class, "-m", "--model")
      .required("MODEL", "The model that gives texts vectors, such as a sentence encoder; if it is an index, its documents are left behind.");
  private final Option<Path> out = options.value(Path.class, "-o", "--out").required("FILE", "The index to write.");
  private final LabelledTextOptions texts = new LabelledTextOptions(options);
  private final FamilyOptions settings = new FamilyOptions(options);
  private final CardOptions card;

  /**
   * The verb with the options of all families that index documents.
   *
   * @param words those after the verb
   */
  public IndexCommand(final Io io, final List<String> words) {
    super(io, "index",
        "Makes a search index of documents: a model whose labels for a text are the ids of the documents that are nearest in meaning, their scores the cosines.",
        "Documents are read as labelled texts are, with the id as the label: a tab between both, unless the options of data tell another format. Documents "
            + "without id or text, with the id of one before, and those of which the model knows no word are left out, and counted.",
        "The index holds the encoder and is served, announced and replaced as any model. --top of a slot is the number of documents, --threshold the least "
            + "cosine; documents with a cosine below 0 are never found.",
        "Card and golden samples lie beside the file, as with 'train'.");
    examples(
        "labelstream index documents.tsv --model student.safetensors --out index.safetensors",
        "labelstream index articles.jsonl --label-column id --text-column title,body --model student.safetensors --out index.safetensors",
        "labelstream classify --model index.safetensors --top 5 < queries.txt");
    // The help of all verbs needs no search of the whole class path.
    final Stream<TrainableFamily> families = words.isEmpty() ? Stream.empty() : families();
    families.map(TrainableFamily::indexing).flatMap(Optional::stream).map(Indexing::settings).flatMap(List::stream).distinct().forEach(settings::add);
    settings.add(Settings.SEED);
    card = new CardOptions(options);
  }

  private static Stream<TrainableFamily> families() {
    return TrainableFamilies.all().stream().filter(family -> family.indexing().isPresent());
  }

  @Override
  protected void run() throws IOException, InterruptedException {
    final List<String> inputs = new ArrayList<>(texts.files());
    inputs.addAll(List.of(data.value(), model.value().toString()));
    final CardOptions.Request made = card.request(CommandWords.of(spec()), inputs);
    final Settings chosen = settings.settings();
    WrittenModel.requireRoom(out.value(), made);
    try (ModelArtifact artifact = Models.read(model.value())) {
      final TrainableFamily family = TrainableFamilies.find(artifact.description().family()).filter(found -> found.indexing().isPresent())
          .orElseThrow(() -> noEncoder(artifact.description()));
      try (LabelledTexts documents = LabelledTexts.open(data.value(), texts.reading(Optional.of(family)), io);
          TrainingProgress progress = TrainingProgress.of(Terminal.ofProcess(), io.err())) {
        index(artifact, family.indexing().orElseThrow(), documents, new Asked(chosen, made), progress);
      }
    }
  }

  /** Settings of the indexing, and the files to write beside the index. */
  private record Asked(Settings settings, CardOptions.Request card) {}

  private CliException noEncoder(final ModelDescription description) {
    return new CliException(ExitCode.MODEL_REFUSED, "model '" + model.value() + "' is of the family " + description.family()
        + ", which indexes no documents, expected a model of the family " + families().map(TrainableFamily::name).collect(Collectors.joining(" or ")));
  }

  private void index(
      final ModelArtifact artifact, final Indexing indexing, final LabelledTexts documents, final Asked asked, final TrainingProgress progress)
      throws IOException, InterruptedException {
    final Lines lines = new Lines(io);
    progress.phase("reading '" + documents.name() + "'");
    final DataSummary summary = documents.use(LabelledData::survey);
    progress.close();
    DataWarnings.ofReading(summary).forEach(lines::warn);
    final DocumentIndex index = documents.use(
        source -> indexing.index(new IndexingJob(artifact, source, summary.examples(), asked.settings(), progress)));
    progress.close();
    final DocumentIndex.Outcome outcome = index.outcome();
    DataWarnings.of(outcome.left(), documents.name()).forEach(lines::warn);
    final String sha256 = WholeFile.writeDigested(out.value(), asked.card().overwriting(), channel -> index.writeTo(Metadata.none(), channel));
    final WrittenModel.Judged judged = judged(documents, asked);
    final Map<String, String> rows = asked.settings().rows(indexing.settings());
    rows.putAll(asked.settings().rows(List.of(Settings.SEED)));
    WrittenModel.complete(out.value(), sha256, asked.card(), new WrittenModel.Origin(Optional.of(summary), rows), judged);
    lines.print(new SummaryText(out.value(), "")
        .line("data", summary.name() + ", " + Amounts.counted(summary.examples(), "document", "documents") + ", SHA-256 " + CheckedModel.shortened(summary.sha256()))
        .line("index", Amounts.counted(outcome.documents(), "document", "documents") + " in " + Times.inWords(outcome.elapsed()))
        .line("search", outcome.search())
        .judged(judged, ModelForm.Place.BESIDE).text().toString());
  }

  private WrittenModel.Judged judged(final LabelledTexts documents, final Asked asked) throws InterruptedException {
    try (TextClassifier classifier = Models.open(out.value())) {
      return new WrittenModel.Judged(classifier.description(), Optional.empty(),
          documents.use(source -> WrittenModel.samples(source, classifier, asked.card(), asked.settings().get(Settings.SEED))));
    }
  }
}
