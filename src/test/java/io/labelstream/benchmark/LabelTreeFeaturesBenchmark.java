package io.labelstream.benchmark;

import io.labelstream.fixture.ExampleList;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.SharedText;
import io.labelstream.model.labeltree.FeatureSettings;
import io.labelstream.model.labeltree.FeatureTable;
import io.labelstream.model.labeltree.FeatureVector;
import io.labelstream.train.labeltree.TrainingTexts;
import io.labelstream.train.labeltree.VocabularyLimits;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time in which a label tree finds the features of a text: its terms alone, and with their values. The vocabulary is that of the texts themselves; {@code
 * -p text=...} for other lines of labels, tab and text, {@code -p settings=...} for other features.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LabelTreeFeaturesBenchmark {
  @Param("../shared/data/xmc/yso-titles-en/test.tsv")
  public String text;

  @Param({
    "features=text word-ngrams=1 char-ngrams=0-0 buckets=0 weighting=tf-idf",
    "features=text word-ngrams=2 char-ngrams=3-5 buckets=1048576 weighting=tf-idf"
  })
  public String settings;

  private final Arena arena = Arena.ofConfined();
  private final SharedText shared = new SharedText();
  private final FeatureVector vector = new FeatureVector();
  private FeatureSettings features;
  private FeatureTable table;
  private byte[][] texts;
  private int next;

  @Setup
  public void open() throws Exception {
    features = FeatureSettings.of(settings);
    texts = SharedFiles.lines(Path.of(text)).stream()
        .map(line -> new String(line, StandardCharsets.UTF_8).split("\t", 2)[1].getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    final ExampleList examples = new ExampleList();
    for (final byte[] example : texts) {
      examples.add(example, "label");
    }
    table = FeatureTable.of(TrainingTexts.of(examples, features, new VocabularyLimits(1, 1, Integer.MAX_VALUE)).space(), arena);
  }

  @Benchmark
  public int terms() {
    take();
    return shared.features(features.terms()).count();
  }

  @Benchmark
  public int values() {
    take();
    table.fill(shared, vector);
    return vector.count();
  }

  private void take() {
    final byte[] bytes = texts[next];
    shared.set(bytes, 0, bytes.length);
    next = next + 1 < texts.length ? next + 1 : 0;
  }

  @TearDown
  public void close() {
    arena.close();
  }
}
