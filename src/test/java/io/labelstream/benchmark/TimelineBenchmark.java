package io.labelstream.benchmark;

import io.labelstream.fixture.Entries;
import io.labelstream.fixture.ScriptedModels;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.rollout.control.Entry;
import io.labelstream.topology.BenchmarkTask;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.wire.UndecodableValueException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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
 * A record's way from text to encoded labels, with the same model: given once and for all, never changing in a pipeline, and as the latest of three
 * announced versions whose timeline is confirmed anew now and then: as often as with the default lead, or every 50 ms, the most often that a rollout does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimelineBenchmark {
  private static final long AGE_MILLIS = 1_000;
  private static final long LEAD_MILLIS = 30_000;
  private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

  /** Where the model comes from. */
  public enum Models {
    GIVEN,
    FIXED,
    LIVE
  }

  @Param
  public Models models;

  @Param({"3750", "50"})
  public long confirmationMillis;

  @Param("models/lid.176.ftz")
  public String model;

  @Param("src/main/resources/io/labelstream/cli/verb/sentences.tsv")
  public String text;

  private final ScheduledExecutorService confirmations =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("confirmations").factory());
  private TextClassifier classifier;
  private BenchmarkTask task;
  private byte[][] lines;
  private int next;
  private long timestamp;

  @Setup
  public void open() throws Exception {
    lines = SharedFiles.lines(Path.of(text)).toArray(byte[][]::new);
    classifier = ModelLoader.open(Path.of(model));
    timestamp = System.currentTimeMillis();
    final Entry latest = Entries.live("3", timestamp - LEAD_MILLIS, 1);
    task = switch (models) {
      case GIVEN -> BenchmarkTask.withoutTimeline(classifier, latest);
      case FIXED -> BenchmarkTask.of(ModelSlot.of("slot", ScriptedModels.of(Long.MAX_VALUE, latest).open(latest, classifier)));
      case LIVE -> BenchmarkTask.of(ModelSlot.of("slot", live(Entries.base(), Entries.live("2", timestamp - 2 * LEAD_MILLIS, 0), latest)));
    };
  }

  private ScriptedModels live(final Entry... versions) {
    final ScriptedModels live = ScriptedModels.of(timestamp + LEAD_MILLIS, versions);
    for (final Entry version : versions) {
      live.open(version, classifier);
    }
    confirmations.scheduleAtFixedRate(() -> live.publish(System.currentTimeMillis() + LEAD_MILLIS, versions),
        confirmationMillis, confirmationMillis, TimeUnit.MILLISECONDS);
    return live;
  }

  @Benchmark
  public byte[] classify() throws UndecodableValueException {
    final byte[] line = lines[next];
    next = next + 1 < lines.length ? next + 1 : 0;
    // Timestamps come a little out of order, as those of several producers do.
    return task.classify(line, KEY, timestamp + (next * 7919L) % AGE_MILLIS);
  }

  @TearDown
  public void close() {
    confirmations.shutdownNow();
    classifier.close();
  }
}
