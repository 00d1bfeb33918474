package io.labelstream.benchmark;

import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
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

/** The time of one text on one thread: the lines of a file in turn. {@code -p model=... -p text=...} for other files, {@code -prof gc} for the heap. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClassifyBenchmark {
  @Param("models/lid.176.ftz")
  public String model;

  @Param("src/main/resources/io/labelstream/cli/verb/sentences.tsv")
  public String text;

  private TextClassifier classifier;
  private ClassifierSession session;
  private Predictions predictions;
  private byte[][] lines;
  private int next;

  @Setup
  public void open() throws Exception {
    lines = SharedFiles.lines(Path.of(text)).toArray(byte[][]::new);
    classifier = ModelLoader.open(Path.of(model));
    session = classifier.newSession();
    predictions = new Predictions(1, 0f);
  }

  @Benchmark
  public int classify() {
    final byte[] line = lines[next];
    next = next + 1 < lines.length ? next + 1 : 0;
    session.classify(line, 0, line.length, predictions);
    return predictions.count();
  }

  @TearDown
  public void close() {
    classifier.close();
  }
}
