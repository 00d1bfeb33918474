package io.labelstream.benchmark;

import io.labelstream.model.SharedText;
import io.labelstream.model.labeltree.FeatureSettings;
import io.labelstream.model.labeltree.FeatureSpace;
import io.labelstream.model.labeltree.FeatureTable;
import io.labelstream.model.labeltree.FeatureVector;
import io.labelstream.model.labeltree.TextTerms;
import io.labelstream.model.labeltree.Weighting;
import io.labelstream.train.cluster.FeatureMatrix;
import io.labelstream.train.cluster.LabelMatrix;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.labeltree.TrainingTexts;
import io.labelstream.train.labeltree.VocabularyLimits;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Writes texts with the features that label trees find in them, words with TF-IDF, so that peers can be trained and compared with the same ones: {@code
 * train.txt}, {@code test.txt}, and {@code long.txt} with ten test texts each, also as lines in {@code long.tsv}. Test labels without a training text are left
 * out, since nobody can find them.
 *
 * <p>Arguments: the texts to train on and to test with, both as lines of labels with commas between, a tab and the text; and the folder to write to.
 */
public final class TextConversion {
  private static final long SEED = 7;
  private static final int JOINED = 10;

  private final TrainingTexts training;
  private final FeatureTable table;
  private final Map<String, Integer> ids = new HashMap<>();

  private TextConversion(final TrainingTexts training, final Arena arena) {
    this.training = training;
    this.table = FeatureTable.of(training.space(), arena);
    training.names().forEach(name -> ids.put(name, ids.size()));
  }

  public static void main(final String[] arguments) throws IOException, TrainingDataException {
    final TrainingTexts training = TrainingTexts.of(
        TestText.file(Path.of(arguments[0])), new FeatureSettings(TextTerms.words(), Weighting.TF_IDF), new VocabularyLimits(1, 1, FeatureSpace.MOST));
    final List<TestText> test = TestText.all(TestText.file(Path.of(arguments[1])));
    final List<TestText> joined = joined(test);
    final Path folder = Files.createDirectories(Path.of(arguments[2]));
    try (Arena arena = Arena.ofConfined()) {
      final TextConversion conversion = new TextConversion(training, arena);
      conversion.training().write(folder.resolve("train.txt"));
      conversion.sparse(test).write(folder.resolve("test.txt"));
      conversion.sparse(joined).write(folder.resolve("long.txt"));
    }
    writeLines(joined, folder.resolve("long.tsv"));
  }

  private static List<TestText> joined(final List<TestText> texts) {
    final List<TestText> shuffled = new ArrayList<>(texts);
    Collections.shuffle(shuffled, new Random(SEED));
    final List<TestText> joined = new ArrayList<>();
    for (int start = 0; start + JOINED <= shuffled.size(); start += JOINED) {
      final Set<String> labels = new LinkedHashSet<>();
      final List<String> words = new ArrayList<>();
      for (final TestText text : shuffled.subList(start, start + JOINED)) {
        labels.addAll(text.labels());
        words.add(new String(text.text(), StandardCharsets.UTF_8));
      }
      joined.add(new TestText(String.join(" ", words).getBytes(StandardCharsets.UTF_8), List.copyOf(labels)));
    }
    return joined;
  }

  private SparseFile file() {
    return new SparseFile(training.space().size(), training.names().size());
  }

  private SparseFile training() {
    final FeatureMatrix features = training.features();
    final LabelMatrix labels = training.labels();
    final SparseFile file = file();
    for (int row = 0; row < features.rows(); row++) {
      file.add(
          Arrays.stream(labels.labels(), labels.starts()[row], labels.starts()[row + 1]), features.features(), features.values(), features.starts()[row],
          features.starts()[row + 1]);
    }
    return file;
  }

  private SparseFile sparse(final List<TestText> texts) {
    final SharedText shared = new SharedText();
    final FeatureVector vector = new FeatureVector();
    final SparseFile file = file();
    for (final TestText text : texts) {
      shared.set(text.text(), 0, text.text().length);
      table.fill(shared, vector);
      file.add(text.labels().stream().filter(ids::containsKey).mapToInt(ids::get).sorted(), vector.features(), vector.values(), 0, vector.count());
    }
    return file;
  }

  private static void writeLines(final List<TestText> texts, final Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (final TestText text : texts) {
        out.append(String.join(",", text.labels())).append('\t').append(new String(text.text(), StandardCharsets.UTF_8)).append('\n');
      }
    }
  }
}
