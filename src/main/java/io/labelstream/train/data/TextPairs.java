package io.labelstream.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scored pairs of texts in memory.
 *
 * @param source the file
 * @param pairs in its order
 */
public record TextPairs(String source, List<TextPair> pairs) {
  public TextPairs {
    pairs = List.copyOf(pairs);
  }

  /**
   * Reads a file as {@link LabelledFile} does, whose label is the score and whose text has two columns.
   *
   * @throws IllegalArgumentException if there are not two columns of text
   * @throws IOException if the file cannot be read
   * @throws TrainingDataException if it is of another form, a score is no finite number, or there are fewer than two different scores
   */
  public static TextPairs of(final Path file, final DataOptions options) throws IOException, TrainingDataException {
    final Columns columns = options.columns();
    if (columns.text().size() != 2 || options.fields().text().size() != 2) {
      throw new IllegalArgumentException("there are " + columns.text().size() + " columns of text, expected two, as the texts of a pair are compared");
    }
    final List<Example> first = new ArrayList<>();
    final List<Example> second = new ArrayList<>();
    LabelledFile.of(file, side(options, 0)).forEach(example -> first.add(kept(example)));
    LabelledFile.of(file, side(options, 1)).forEach(example -> second.add(kept(example)));
    final List<TextPair> pairs = new ArrayList<>(first.size());
    for (int at = 0; at < first.size(); at++) {
      pairs.add(new TextPair(first.get(at).text(), second.get(at).text(), score(first.get(at), "pair " + (at + 1) + " of '" + file + "'")));
    }
    if (pairs.stream().mapToDouble(TextPair::score).distinct().count() < 2) {
      throw new TrainingDataException("'" + file + "' has " + pairs.size() + " pairs with one score or none, expected different scores; check the columns");
    }
    return new TextPairs(file.toString(), pairs);
  }

  private static DataOptions side(final DataOptions options, final int index) {
    final Columns columns = options.columns();
    final DataOptions.Fields fields = options.fields();
    return options.with(LabelSpelling.WITH_SPACES).with(new Columns(columns.label(), List.of(columns.text().get(index)), columns.heading()))
        .with(new DataOptions.Fields(List.of(fields.text().get(index)), fields.labels()));
  }

  private static Example kept(final Example example) {
    return new Example(Arrays.copyOfRange(example.text(), example.offset(), example.offset() + example.length()), 0, example.length(), example.labels());
  }

  private static double score(final Example pair, final String place) throws TrainingDataException {
    final double score;
    try {
      score = pair.labels().size() == 1 ? Double.parseDouble(pair.labels().getFirst()) : Double.NaN;
    } catch (final NumberFormatException noNumber) {
      throw new TrainingDataException(place + ": the score is no number; check the columns, and if the first line holds their names", noNumber);
    }
    if (!Double.isFinite(score)) {
      throw new TrainingDataException(place + ": the score is missing or not finite, expected a number");
    }
    return score;
  }
}
