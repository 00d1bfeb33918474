package io.labelstream.benchmark;

import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Predictions;
import io.labelstream.model.labeltree.LabelTreeClassifier;
import io.labelstream.model.labeltree.SearchRule;
import io.labelstream.model.load.ModelLoader;
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
 * The time of one text in label trees on one thread: the texts of a file in turn. {@code -p model=...} for the model, {@code -p text=...} for lines of labels, tab
 * and text, {@code -p search=... -p top=...} for other searches, {@code -prof gc} for the heap.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LabelTreeBenchmark {
  @Param("target/tree.safetensors")
  public String model;

  @Param("../shared/data/xmc/yso-titles-en/test.tsv")
  public String text;

  @Param({"best-first", "beam-10"})
  public String search;

  @Param("5")
  public int top;

  private LabelTreeClassifier classifier;
  private ClassifierSession session;
  private Predictions predictions;
  private byte[][] texts;
  private int next;

  @Setup
  public void open() throws Exception {
    texts = SharedFiles.lines(Path.of(text)).stream()
        .map(line -> new String(line, StandardCharsets.UTF_8).split("\t", 2)[1].getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    classifier = (LabelTreeClassifier) ModelLoader.open(Path.of(model));
    session = classifier.newSession(SearchRule.of(search).orElseThrow());
    predictions = new Predictions(top, 0f);
  }

  @Benchmark
  public int classify() {
    final byte[] line = texts[next];
    next = next + 1 < texts.length ? next + 1 : 0;
    session.classify(line, 0, line.length, predictions);
    return predictions.count();
  }

  @TearDown
  public void close() {
    classifier.close();
  }
}
