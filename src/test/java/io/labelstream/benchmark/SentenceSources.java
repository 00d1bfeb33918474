package io.labelstream.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labelstream.train.data.Column;
import io.labelstream.train.data.Columns;
import io.labelstream.train.data.Columns.Heading;
import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.LabelledFile;
import io.labelstream.train.data.TrainingDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * English sentences, each source by the name that a licence knows it by.
 *
 * @param data the folder of data sets
 * @param wordNet the folder of WordNet's files {@code data.noun} and others
 * @param collected the folder of the files of sentences that were collected to be read for Common Voice
 * @param seed of what is drawn from a source
 */
record SentenceSources(Path data, Path wordNet, Path collected, long seed) {
  private static final Pattern EXAMPLE = Pattern.compile("\"([^\"]+)\"");

  /** WordNet's definitions, alone and after the words that they define, and its examples. */
  List<String> wordNetGlosses() throws IOException {
    final List<String> sentences = new ArrayList<>();
    entries(entry -> {
      sentences.add(entry.definition());
      sentences.add(String.join(", ", entry.words()) + ": " + entry.definition());
      sentences.addAll(entry.examples());
    });
    return sentences;
  }

  /** WordNet's examples alone. */
  List<String> wordNetExamples() throws IOException {
    final List<String> sentences = new ArrayList<>();
    entries(entry -> sentences.addAll(entry.examples()));
    return sentences;
  }

  private void entries(final Consumer<Entry> each) throws IOException {
    for (final String part : List.of("noun", "verb", "adj", "adv")) {
      try (Stream<String> lines = Files.lines(wordNet.resolve("data." + part), StandardCharsets.ISO_8859_1)) {
        // The licence stands before the entries, in lines that begin with a space.
        lines.filter(line -> !line.startsWith(" ")).map(Entry::of).forEach(each);
      }
    }
  }

  /** An entry of WordNet. */
  private record Entry(List<String> words, String definition, List<String> examples) {
    /** Reads {@code offset file kind count word id word id … | definition; "example"; "example"}, whose count is hexadecimal. */
    static Entry of(final String line) {
      final int gloss = line.indexOf(" | ");
      final String[] fields = line.substring(0, gloss).split(" ");
      final List<String> words = new ArrayList<>();
      for (int word = 0; word < Integer.parseInt(fields[3], 16); word++) {
        words.add(fields[4 + 2 * word].replaceAll("\\([a-z]+\\)$", "").replace('_', ' '));
      }
      final String text = line.substring(gloss + 3).strip();
      final int examples = text.indexOf("\"");
      final String definition = (examples < 0 ? text : text.substring(0, examples)).replaceAll("[;:,\\s]+$", "");
      return new Entry(words, definition, EXAMPLE.matcher(text).results().map(example -> example.group(1)).toList());
    }
  }

  /** Sentences of everyday life and of books, by people who wanted them to be read aloud. */
  List<String> collectedSentences() throws IOException {
    final List<String> sentences = new ArrayList<>();
    try (Stream<Path> files = Files.list(collected)) {
      for (final Path file : files.filter(each -> each.toString().endsWith(".txt")).sorted().toList()) {
        sentences.addAll(Files.readAllLines(file));
      }
    }
    return sentences;
  }

  /** Sentences in the form of captions and headlines that we made up: words of WordNet, drawn for the places of thirteen patterns. They mean little. */
  List<String> madeUp() throws IOException {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        new GZIPInputStream(Objects.requireNonNull(getClass().getResourceAsStream("made-up-sentences.txt.gz"))), StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }

  /** Descriptions of pictures, by people who were asked to tell what is there, of the file {@code captions_val2017.json} of COCO. */
  static List<String> captions(final Path file) throws IOException {
    final List<String> sentences = new ArrayList<>();
    new ObjectMapper().readTree(file.toFile()).get("annotations").forEach(annotation -> sentences.add(annotation.get("caption").asText()));
    return sentences;
  }

  /** Sentences that people wrote to be read aloud. */
  List<String> commonVoice() throws IOException {
    return Files.readAllLines(data.resolve("lid/cv_train.tsv")).stream().filter(line -> line.startsWith("en\t")).map(line -> line.substring(3)).toList();
  }

  /** Titles of books and articles. */
  List<String> titles(final int count) throws IOException {
    final List<String> titles = Files.readAllLines(data.resolve("xmc/yso-titles-en/train.tsv")).stream()
        .map(line -> line.substring(line.indexOf('\t') + 1)).collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(titles, new Random(seed));
    return titles.subList(0, Math.min(count, titles.size()));
  }

  /** Requests to an assistant. */
  List<String> clinc150() throws IOException {
    return clinc150("train", "oos_train");
  }

  /** Questions to a bank. */
  List<String> banking77() throws IOException, TrainingDataException {
    return texts("intents/banking77/train.csv", DataFormat.CSV);
  }

  /** The texts that others are tested with. */
  List<String> forTests() throws IOException, TrainingDataException {
    final List<String> texts = new ArrayList<>(clinc150("val", "test", "oos_val", "oos_test"));
    texts.addAll(texts("intents/banking77/test.csv", DataFormat.CSV));
    for (final String file : List.of("stsb/stsb-en-dev.csv", "stsb/stsb-en-test.csv", "sts12-15_train_no_stsb_devtest.tsv", "sick/SICK_trial.txt",
        "sick/SICK_test_annotated.txt", "captions/train.1.en", "captions/train.2.en", "captions/train.3.en", "captions/train.4.en", "captions/train.5.en")) {
      texts.addAll(cells("sts/" + file));
    }
    texts.addAll(cells("classification/agnews/test.csv"));
    for (final String file : List.of("TREC.test.all", "stsa.binary.dev", "stsa.binary.test", "stsa.fine.dev", "stsa.fine.test", "rt-polarity.all", "subj.all")) {
      Files.readAllLines(data.resolve("classification/sentences/" + file), StandardCharsets.ISO_8859_1)
          .forEach(line -> texts.add(line.substring(line.indexOf(' ') + 1)));
    }
    texts.addAll(texts("classification/cooking/cooking.valid.txt", DataFormat.FASTTEXT));
    texts.addAll(cells("xmc/yso-titles-en/test.tsv"));
    return texts;
  }

  private List<String> clinc150(final String... parts) throws IOException {
    final JsonNode file = new ObjectMapper().readTree(data.resolve("intents/clinc150/data_full.json").toFile());
    final List<String> texts = new ArrayList<>();
    for (final String part : parts) {
      file.get(part).forEach(pair -> texts.add(pair.get(0).asText()));
    }
    return texts;
  }

  private List<String> texts(final String file, final DataFormat format) throws IOException, TrainingDataException {
    final Columns columns = format == DataFormat.CSV
        ? new Columns(new Column.Name("category"), List.of(new Column.Name("text")), Heading.NAMES)
        : Columns.firstAndLast();
    final List<String> texts = new ArrayList<>();
    LabelledFile.of(data.resolve(file), DataOptions.usual().with(format).with(columns)).forEach(example -> texts.add(example.decoded()));
    return texts;
  }

  /** All cells of a table, whatever they are, and all its lines. */
  private List<String> cells(final String file) throws IOException {
    final Pattern cell = file.endsWith(".csv") ? Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^,\"]+)") : Pattern.compile("([^\t]+)");
    final List<String> cells = new ArrayList<>();
    for (final String line : Files.readAllLines(data.resolve(file))) {
      cell.matcher(line).results().map(MatchResult::group).forEach(cells::add);
    }
    return cells;
  }
}
