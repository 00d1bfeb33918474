package io.labelstream.benchmark;

import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
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

/**
 * The time of one text in two models, as two slots ask for it: each model by itself, and both sharing the text. {@code -p first=... -p second=... -p text=...}
 * for other files, {@code -f 5} or more to have the two ways take turns.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SharedFeaturesBenchmark {
  @Param("models/lid.176.ftz")
  public String first;

  @Param("models/common-voice-83.ftz")
  public String second;

  @Param("src/main/resources/io/labelstream/cli/verb/sentences.tsv")
  public String text;

  private final Predictions predictions = new Predictions(1, 0f);
  private final SharedText shared = new SharedText();
  private TextClassifier firstClassifier;
  private TextClassifier secondClassifier;
  private ClassifierSession firstSession;
  private ClassifierSession secondSession;
  private byte[][] lines;
  private int next;

  @Setup
  public void open() throws Exception {
    lines = SharedFiles.lines(Path.of(text)).toArray(byte[][]::new);
    firstClassifier = ModelLoader.open(Path.of(first));
    secondClassifier = ModelLoader.open(Path.of(second));
    firstSession = firstClassifier.newSession();
    secondSession = secondClassifier.newSession();
  }

  @Benchmark
  public int alone() {
    final byte[] line = nextLine();
    firstSession.classify(line, 0, line.length, predictions);
    final int labels = predictions.count();
    secondSession.classify(line, 0, line.length, predictions);
    return labels + predictions.count();
  }

  @Benchmark
  public int sharing() {
    final byte[] line = nextLine();
    shared.set(line, 0, line.length);
    firstSession.classify(shared, predictions);
    final int labels = predictions.count();
    secondSession.classify(shared, predictions);
    return labels + predictions.count();
  }

  private byte[] nextLine() {
    final byte[] line = lines[next];
    next = next + 1 < lines.length ? next + 1 : 0;
    return line;
  }

  @TearDown
  public void close() {
    firstClassifier.close();
    secondClassifier.close();
  }
}
