package io.labelstream.pipeline;

import io.labelstream.fixture.SharedFiles;
import io.labelstream.pipeline.config.PipelineConfig;
import io.labelstream.topology.Classification;
import io.labelstream.topology.LocalTask;
import io.labelstream.topology.internal.ModelSlot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The time that a fresh JVM takes for its first 10,000 records, with and without the warm-up of a start. {@code -p model=... -p text=...} for other files. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(5)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class FreshInstanceBenchmark {
  private static final int RECORDS = 10_000;

  @Param({"0", "3"})
  public int mostSecondsOfWarmUp;

  @Param({"json", "avro"})
  public String format;

  @Param("models/lid.176.ftz")
  public String model;

  @Param("src/main/resources/io/labelstream/cli/verb/sentences.tsv")
  public String text;

  private ModelSlot slot;
  private WireSetup wire;
  private List<byte[]> values;
  private LocalTask task;

  @Setup(Level.Trial)
  public void open() throws Exception {
    final PipelineConfig config = PipelineConfig.of(Map.of(
        "labelstream.slots", "topic", "labelstream.slot.topic.model", model, "labelstream.input.format", format, "labelstream.output.format", format,
        "schema.registry.url", "http://localhost:1"));
    slot = ModelSlot.open("topic", Path.of(model));
    wire = WireSetup.forReading(config);
    values = SharedFiles.lines(Path.of(text)).stream().map(wire::madeUpValue).toList();
    final WireSetup madeUp = wire.madeUp();
    final Classification classification = Classification.of(List.of(slot), madeUp.decoder(), madeUp.encoder());
    if (mostSecondsOfWarmUp > 0) {
      new WarmUp(config, classification, wire).run(Duration.ofSeconds(mostSecondsOfWarmUp), new CountDownLatch(1));
    }
    task = LocalTask.open(classification);
  }

  @Benchmark
  public int first() {
    int bytes = 0;
    for (int record = 0; record < RECORDS; record++) {
      bytes += task.process(values.get(record % values.size()), null, System.currentTimeMillis()).length;
    }
    return bytes;
  }

  @TearDown(Level.Trial)
  public void close() {
    task.close();
    wire.close();
    slot.close();
  }
}
