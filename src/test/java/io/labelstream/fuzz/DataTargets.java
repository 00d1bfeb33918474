package io.labelstream.fuzz;

import io.labelstream.fuzz.FuzzTarget.Bound;
import io.labelstream.fuzz.FuzzTarget.Reader;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.topology.StartupException;
import io.labelstream.train.data.Column;
import io.labelstream.train.data.Columns;
import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.LabelledFile;
import io.labelstream.train.data.NameTable;
import io.labelstream.train.data.LabelSpelling;
import io.labelstream.train.data.TextPairs;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.data.WordVectorFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files that a user names: labelled texts in each format, names, pairs, vectors, settings. */
final class DataTargets {
  private static final Bound FILES = Bound.of(512, 4 << 20);
  private static final List<Class<? extends Exception>> REFUSALS = List.of(TrainingDataException.class);
  private static final Columns NAMED = new Columns(new Column.Name("label"), List.of(new Column.Name("text")), Columns.Heading.NAMES);
  private static final Columns PAIR = new Columns(new Column.Place(1), List.of(new Column.Place(2), new Column.Place(3)), Columns.Heading.NONE);

  private final Path folder;

  private DataTargets(final Path folder) {
    this.folder = folder;
  }

  static List<FuzzTarget> of(final Path folder) {
    final DataTargets targets = new DataTargets(folder);
    final DataOptions usual = DataOptions.usual();
    return List.of(
        targets.data("data-fasttext", usual.with(DataFormat.FASTTEXT), "__label__a first text\nplain __label__b __label__a second\n\n"),
        targets.data("data-tsv", usual.with(DataFormat.TSV).withLabelSeparator(','), "a\tfirst text\na,b\tsecond one\n"),
        targets.data("data-tsv-named", usual.with(DataFormat.TSV).with(NAMED), "id\tlabel\ttext\n1\ta\tfirst\n2\tb\tsecond\n"),
        targets.data("data-csv", usual.with(DataFormat.CSV), "a,\"first, \"\"text\"\"\nof two lines\"\nb,second\n"),
        targets.data("data-csv-named", usual.with(DataFormat.CSV).with(NAMED), "text,label\nfirst,a\n\"second\",b\n"),
        targets.data("data-json", usual.with(DataFormat.JSON), "{\"text\":\"first\",\"labels\":[\"a\",\"b\"]}\n{\"label\":\"a\",\"text\":\"se\\u00e9\",\"id\":{\"x\":1}}\n"),
        targets.data("data-xmc", usual.with(DataFormat.XMC), "3 5 4\n0,2 0:1.5 3:2\n1 4:1e-3\n 2:1\n"),
        targets.data("data-guessed", usual.with(DataOptions.Unreadable.SKIPPED), "__label__a one\n__label__b two\n"),
        targets.file("data-names", "names.tsv", "0\tsport\n1\tmoney\n", file -> NameTable.of(file, LabelSpelling.AS_A_TOKEN)),
        targets.file("data-names-json", "names.json", "[\"sport\",\"mo\\u00e9ney\"]", file -> NameTable.of(file, LabelSpelling.AS_A_TOKEN)),
        targets.file("data-pairs", "pairs.tsv", "0.5\tone text\tanother\n1\tx\ty\n",
            file -> TextPairs.of(file, usual.with(DataFormat.TSV).with(PAIR).with(new DataOptions.Fields(List.of("a", "b"), List.of("score"))))),
        targets.file("word-vectors", "words.vec", "2 3\nalpha 1 2.5 -3e-1\nbeta 0 0 .5\n",
            file -> new WordVectorFile(file, 3, WordVectorFile.FirstLine.SIZES_OR_WORD).forEachVector((text, end, vector) -> { })),
        settings(folder.resolve("pipeline.properties")));
  }

  /** Reads a file. */
  @FunctionalInterface
  private interface FileReader {
    void read(Path file) throws Exception;
  }

  private FuzzTarget data(final String name, final DataOptions options, final String seed) {
    return file(name, name, seed, file -> LabelledFile.of(file, options).survey());
  }

  private FuzzTarget file(final String target, final String name, final String seed, final FileReader reader) {
    final Path file = folder.resolve(name);
    return FuzzTarget.of(target, List.of(seed.getBytes(StandardCharsets.UTF_8)), FILES, input -> {
      Inputs.write(file, input);
      reader.read(file);
      return Reader.ACCEPTED;
    }, REFUSALS);
  }

  private static FuzzTarget settings(final Path file) {
    final String seed = """
        # the pipeline
        labelstream.application.id=texts
        kafka.bootstrap.servers=localhost:9092
        labelstream.input.topic=texts
        labelstream.output.topic=labels
        labelstream.slots=language, topic
        labelstream.slot.language.model=\\u006codel.ftz
        labelstream.slot.topic.model = topics.safetensors
        kafka.producer.linger.ms : 20
        """;
    return FuzzTarget.of("settings", List.of(seed.getBytes(StandardCharsets.UTF_8)), Bound.of(4_096, 16 << 20), input -> {
      Inputs.write(file, input);
      PipelineConfig.load(List.of(file), Map.of(), Map.of()).describe();
      return Reader.ACCEPTED;
    }, List.of(StartupException.class));
  }
}
