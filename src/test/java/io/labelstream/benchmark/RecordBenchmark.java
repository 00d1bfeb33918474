package io.labelstream.benchmark;

import io.labelstream.fixture.Entries;
import io.labelstream.fixture.ScriptedModels;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.rollout.control.Entry;
import io.labelstream.topology.Classification;
import io.labelstream.topology.LocalTask;
import io.labelstream.topology.Slot;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.wire.AvroLabelEncoder;
import io.labelstream.wire.JsonLabelEncoder;
import io.labelstream.wire.LabelEncoder;
import io.labelstream.wire.PlainTextDecoder;
import io.labelstream.wire.Registration;
import io.labelstream.wire.SchemaRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.Schema;
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
 * The work of a task on a record, from its value to the encoded labels, against the classifier alone. {@code -p model=... -p text=...} for other files,
 * {@code -p top=...} for more labels, {@code -prof gc} for the heap.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBenchmark {
  private static final long TIMESTAMP = 1_764_500_000_000L;

  @Param("models/lid.176.ftz")
  public String model;

  @Param("src/main/resources/io/labelstream/cli/verb/sentences.tsv")
  public String text;

  @Param("1")
  public int top;

  private final SharedText shared = new SharedText();
  private TextClassifier classifier;
  private ClassifierSession session;
  private Predictions predictions;
  private LocalTask json;
  private LocalTask avro;
  private byte[][] lines;
  private int next;

  @Setup
  public void open() throws Exception {
    lines = SharedFiles.lines(Path.of(text)).toArray(byte[][]::new);
    classifier = ModelLoader.open(Path.of(model));
    session = classifier.newSession();
    predictions = new Predictions(top, 0f);
    final Entry version = Entries.live("3", TIMESTAMP, 17);
    final Slot slot = ModelSlot.of("slot", ScriptedModels.of(Long.MAX_VALUE, version).open(version, classifier)).withTop(top);
    json = task(slot, JsonLabelEncoder::new);
    avro = task(slot, () -> new AvroLabelEncoder(new NoRegistry(), "labels", Registration.AUTOMATIC));
  }

  private static LocalTask task(final Slot slot, final Supplier<LabelEncoder> encoder) {
    return LocalTask.open(Classification.of(List.of(slot), PlainTextDecoder::new, encoder));
  }

  @Benchmark
  public int classifier() {
    final byte[] line = nextLine();
    shared.set(line, 0, line.length);
    session.classify(shared, predictions);
    return predictions.count();
  }

  @Benchmark
  public byte[] json() {
    return json.process(nextLine(), null, TIMESTAMP + 7L * next);
  }

  @Benchmark
  public byte[] avro() {
    return avro.process(nextLine(), null, TIMESTAMP + 7L * next);
  }

  private byte[] nextLine() {
    next = next + 1 < lines.length ? next + 1 : 0;
    return lines[next];
  }

  @TearDown
  public void close() {
    json.close();
    avro.close();
    classifier.close();
  }

  /** Gives every schema the same id. */
  private static final class NoRegistry implements SchemaRegistry {
    @Override
    public Lookup schema(final int id) {
      return new Unusable("nothing is read");
    }

    @Override
    public int register(final String subject, final Schema schema) {
      return 1;
    }

    @Override
    public int idOf(final String subject, final Schema schema) {
      return 1;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
