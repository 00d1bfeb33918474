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
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The data sets that trainers are compared on, made from a folder that holds them as they are published: texts are lower-cased and punctuation is set apart,
 * for all alike; sets without a test part of their own are split by a fixed shuffle.
 */
final class DataSets {
  private static final long SEED = 7;
  private static final double TRAINED_ON = 0.8;
  private static final String SET_APART = "'.,()!?";
  private static final String DROPPED = "\";:";
  private static final List<String> BIGRAMS = List.of("-dim", "10", "-wordNgrams", "2", "-bucket", "2000000");

  private final Path source;
  private final Path target;

  /** A text with its labels. */
  private record Row(List<String> labels, String text) {}

  /**
   * @param source the folder of the data sets
   * @param target where the prepared files go
   */
  DataSets(final Path source, final Path target) {
    this.source = source;
    this.target = target;
  }

  /** All sets. */
  List<DataSet> all() throws IOException, TrainingDataException {
    Files.createDirectories(target);
    final List<DataSet> sets = new ArrayList<>();
    sets.add(
        given(
            "agnews",
            rows("classification/agnews/train_raw.tsv", DataFormat.TSV, columns(1, 3)),
            rows("classification/agnews/test.csv", DataFormat.CSV, columns(1, 2, 3)),
            with(BIGRAMS, "-lr", "0.25", "-epoch", "5")));
    sets.add(
        split(
            "noisyag",
            rows("classification/noisyag/samples10000valMed.csv", DataFormat.CSV, named("gt", "text")),
            with(BIGRAMS, "-lr", "0.5", "-epoch", "10")));
    sets.add(
        split("dbpedia", rows("classification/dbpedia14-sample/train.csv", DataFormat.CSV, columns(1, 2)), with(BIGRAMS, "-lr", "0.5", "-epoch", "5")));
    sets.add(
        given("reuters", reuters("train"), reuters("test"), List.of("-dim", "16", "-wordNgrams", "2", "-bucket", "2000000", "-lr", "0.5", "-epoch", "15")));
    sets.add(
        given(
            "cooking",
            rows("classification/cooking/cooking.train.txt", DataFormat.FASTTEXT, Columns.firstAndLast()),
            rows("classification/cooking/cooking.valid.txt", DataFormat.FASTTEXT, Columns.firstAndLast()),
            List.of("-dim", "32", "-wordNgrams", "2", "-bucket", "2000000", "-lr", "1.0", "-epoch", "25")));
    sets.add(given("trec", sentences("TREC.train.all"), sentences("TREC.test.all"), with(BIGRAMS, "-lr", "0.5", "-epoch", "15")));
    sets.add(given("sst2", sentences("stsa.binary.train"), sentences("stsa.binary.test"), with(BIGRAMS, "-lr", "0.25", "-epoch", "10")));
    sets.add(given("sst5", sentences("stsa.fine.train"), sentences("stsa.fine.test"), with(BIGRAMS, "-lr", "0.25", "-epoch", "5")));
    sets.add(split("mr", sentences("rt-polarity.all"), with(BIGRAMS, "-lr", "0.25", "-epoch", "10")));
    sets.add(split("subj", sentences("subj.all"), with(BIGRAMS, "-lr", "0.25", "-epoch", "10")));
    sets.add(
        split("sms", rows("classification/SMSSpamCollection", DataFormat.TSV, Columns.firstAndLast()), with(BIGRAMS, "-lr", "0.25", "-epoch", "10")));
    final List<String> intents = List.of("-dim", "32", "-wordNgrams", "2", "-bucket", "2000000", "-lr", "0.5", "-epoch", "25");
    sets.add(
        given(
            "banking77",
            rows("intents/banking77/train.csv", DataFormat.CSV, named("category", "text")),
            rows("intents/banking77/test.csv", DataFormat.CSV, named("category", "text")),
            intents));
    sets.add(given("clinc150", clinc("train"), clinc("test"), intents));
    sets.add(
        split("it-tickets", rows("streams/it_tickets.csv", DataFormat.CSV, named("Topic_group", "Document")), with(BIGRAMS, "-lr", "0.5", "-epoch", "5")));
    sets.add(languages());
    return sets;
  }

  /** Short texts of other kinds: tweets, of which the labels are often a matter of taste, requests, titles of products and reports of errors. */
  List<DataSet> more() throws IOException, TrainingDataException {
    Files.createDirectories(target);
    final List<DataSet> sets = new ArrayList<>();
    for (final String set : List.of("emotion", "emoji")) {
      final String parts = "streams/tweeteval/" + set;
      sets.add(
          given(
              set, labelled(parts + "/train_labels.txt", parts + "/train_text.txt"), labelled(parts + "/test_labels.txt", parts + "/test_text.txt"),
              with(BIGRAMS, "-lr", "0.5", "-epoch", "10")));
    }
    for (final String set : List.of("SNIPS", "ATIS")) {
      final String parts = "intents/" + set;
      sets.add(
          given(
              set.toLowerCase(Locale.ROOT), labelled(parts + "/train/label", parts + "/train/seq.in"), labelled(parts + "/test/label", parts + "/test/seq.in"),
              with(BIGRAMS, "-lr", "0.5", "-epoch", "10")));
    }
    sets.add(
        split(
            "airline", rows("streams/airline_tweets.csv", DataFormat.CSV, named("airline_sentiment", "text")), with(BIGRAMS, "-lr", "0.25", "-epoch", "10")));
    sets.add(split("products", rows("streams/pricerunner_aggregate.csv", DataFormat.CSV, columns(7, 2)), with(BIGRAMS, "-lr", "0.5", "-epoch", "5")));
    sets.add(
        given(
            "issues", rows("streams/nlbse24/issues_train.csv", DataFormat.CSV, named("label", "title")),
            rows("streams/nlbse24/issues_test.csv", DataFormat.CSV, named("label", "title")), with(BIGRAMS, "-lr", "0.5", "-epoch", "10")));
    return sets;
  }

  /** The set of this name. */
  DataSet named(final String name) throws IOException, TrainingDataException {
    return all().stream().filter(set -> set.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException("no data set '" + name + "'"));
  }

  /** Sentences in many languages: left as they are, since case and punctuation tell languages apart. */
  private DataSet languages() throws IOException, TrainingDataException {
    final List<Row> train = rows("lid/cv_train.tsv", DataFormat.TSV, Columns.firstAndLast());
    Collections.shuffle(train, new Random(SEED));
    final Path trained = write("languages.train", train, text -> text);
    final Path tested = write("languages.test", rows("lid/cv_test.tsv", DataFormat.TSV, Columns.firstAndLast()), text -> text);
    return new DataSet(
        "languages", trained, tested, List.of("-dim", "16", "-minn", "2", "-maxn", "4", "-loss", "hs", "-bucket", "2000000", "-lr", "0.5", "-epoch", "5"));
  }

  /**
   * Descriptions of packages or titles with one of many labels: of each text the first label, and of the texts those with one of the most frequent first labels,
   * the lower ones among equally frequent ones.
   *
   * @param folder the name of the folder of sets with many labels to a text
   */
  DataSet withMostFrequentLabels(final String folder, final int labels) throws IOException {
    Files.createDirectories(target);
    final List<Row> train = firstLabels(folder, "train");
    final Map<String, Long> counts = train.stream().collect(Collectors.groupingBy(row -> row.labels().getFirst(), Collectors.counting()));
    final Set<String> kept = counts.keySet().stream()
        .sorted(Comparator.comparing((String label) -> -counts.get(label)).thenComparingInt(Integer::parseInt)).limit(labels).collect(Collectors.toSet());
    final List<List<Row>> parts = Stream.of(train, firstLabels(folder, "test"))
        .map(rows -> rows.stream().filter(row -> kept.contains(row.labels().getFirst())).toList()).toList();
    return given(
        folder + "-" + labels, parts.getFirst(), parts.getLast(),
        List.of("-dim", "20", "-wordNgrams", "2", "-bucket", "2000000", "-lr", "0.5", "-epoch", "10"));
  }

  private List<Row> firstLabels(final String folder, final String part) throws IOException {
    return lines("xmc/" + folder + "/" + part + ".tsv", StandardCharsets.UTF_8).stream()
        .map(line -> new Row(List.of(line.split("[,\t]", 2)[0]), line.substring(line.indexOf('\t') + 1))).toList();
  }

  private DataSet given(final String name, final List<Row> train, final List<Row> test, final List<String> settings) throws IOException {
    return new DataSet(name, write(name + ".train", train, DataSets::normal), write(name + ".test", test, DataSets::normal), settings);
  }

  private DataSet split(final String name, final List<Row> rows, final List<String> settings) throws IOException {
    final List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(SEED));
    final int end = (int) (shuffled.size() * TRAINED_ON);
    return given(name, shuffled.subList(0, end), shuffled.subList(end, shuffled.size()), settings);
  }

  private List<Row> rows(final String file, final DataFormat format, final Columns columns) throws IOException, TrainingDataException {
    final DataOptions options = DataOptions.usual().with(format).with(columns);
    final List<Row> rows = new ArrayList<>();
    LabelledFile.of(source.resolve(file), options)
        .forEach(
            example ->
                rows.add(new Row(List.copyOf(example.labels()), new String(example.text(), example.offset(), example.length(), StandardCharsets.UTF_8))));
    return rows;
  }

  /** Lines of a label, a space and the text, in ISO 8859-1. */
  private List<Row> sentences(final String file) throws IOException {
    return lines("classification/sentences/" + file, StandardCharsets.ISO_8859_1).stream()
        .filter(line -> line.indexOf(' ') > 0)
        .map(line -> new Row(List.of(line.substring(0, line.indexOf(' '))), line.substring(line.indexOf(' ') + 1)))
        .toList();
  }

  /** Two files with a line for each text. A text that has several labels has the signs of numbers between them. */
  private List<Row> labelled(final String labels, final String texts) throws IOException {
    final List<String> names = lines(labels, StandardCharsets.UTF_8);
    final List<String> lines = lines(texts, StandardCharsets.UTF_8);
    return IntStream.range(0, lines.size()).mapToObj(line -> new Row(List.of(names.get(line).split("#")), lines.get(line))).toList();
  }

  /** Rows of topics, date, title and text; those without a topic are left out. */
  private List<Row> reuters(final String part) throws IOException {
    final List<Row> rows = new ArrayList<>();
    for (final String line : lines("classification/reuters/" + part + ".tsv", StandardCharsets.UTF_8)) {
      final String[] cells = line.split("\t", -1);
      final List<String> topics = Arrays.stream(cells[0].split("[ ,]+")).filter(topic -> !topic.isEmpty()).toList();
      if (!topics.isEmpty()) {
        rows.add(new Row(topics, String.join(" ", Arrays.asList(cells).subList(2, cells.length))));
      }
    }
    return rows;
  }

  private List<Row> clinc(final String part) throws IOException {
    final List<Row> rows = new ArrayList<>();
    for (final JsonNode pair : new ObjectMapper().readTree(source.resolve("intents/clinc150/data_full.json").toFile()).get(part)) {
      rows.add(new Row(List.of(pair.get(1).asText()), pair.get(0).asText()));
    }
    return rows;
  }

  private List<String> lines(final String file, final Charset charset) throws IOException {
    return Files.readAllLines(source.resolve(file), charset);
  }

  private Path write(final String name, final List<Row> rows, final java.util.function.UnaryOperator<String> form) throws IOException {
    final Path file = target.resolve(name);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (final Row row : rows) {
        for (final String label : row.labels()) {
          out.append("__label__").append(label).append(' ');
        }
        out.append(form.apply(row.text()).strip().replaceAll("\\s+", " ")).append('\n');
      }
    }
    return file;
  }

  private static String normal(final String text) {
    final StringBuilder normal = new StringBuilder();
    final String lower = text.toLowerCase(Locale.ROOT).replace("<br />", " ");
    for (int index = 0; index < lower.length(); index++) {
      final char next = lower.charAt(index);
      if (SET_APART.indexOf(next) >= 0) {
        normal.append(' ').append(next).append(' ');
      } else {
        normal.append(DROPPED.indexOf(next) >= 0 ? ' ' : next);
      }
    }
    return normal.toString();
  }

  private static Columns columns(final int label, final Integer... text) {
    return new Columns(new Column.Place(label), Arrays.stream(text).map(place -> (Column) new Column.Place(place)).toList(), Heading.NONE);
  }

  private static Columns named(final String label, final String text) {
    return new Columns(new Column.Name(label), List.of(new Column.Name(text)), Heading.NAMES);
  }

  private static List<String> with(final List<String> settings, final String... more) {
    final List<String> all = new ArrayList<>(settings);
    all.addAll(List.of(more));
    return all;
  }
}
