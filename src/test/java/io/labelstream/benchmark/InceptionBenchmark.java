package io.labelstream.benchmark;

import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.Predictions;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.InceptionNetwork;
import io.labelstream.model.inception.InceptionSession;
import io.labelstream.model.inception.InceptionWeights;
import io.labelstream.model.inception.RandomInceptions;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.matrix.PanelForm;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
 * The time of one text in a network of 8-bit weights on one thread, with random weights, as these do not matter here. {@code -p width=... -p labels=...} for other
 * networks, {@code -p clusters=... -p kept=...} for a shortlist, {@code -p enhancement=on}, {@code -p form=AS_GIVEN} for weights that are not widened, {@code -prof
 * gc} for the heap.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class InceptionBenchmark {
  private static final int TEXTS = 1024;
  private static final int VOCABULARY = 20_000;

  @Param("128")
  public int width;

  @Param("11357")
  public int labels;

  @Param("6")
  public int words;

  @Param("off")
  public String enhancement;

  @Param("0")
  public int clusters;

  @Param("50")
  public int kept;

  @Param("WIDENED")
  public PanelForm form;

  private final Arena arena = Arena.ofShared();
  private final Predictions predictions = new Predictions(5, 0);
  private byte[][] texts;
  private InceptionSession session;
  private int next;

  @Setup
  public void open() {
    final RandomInceptions random = new RandomInceptions(1).width(width).words(VOCABULARY).labels(labels);
    if (enhancement.equals("on")) {
      random.enhanced();
    }
    if (clusters > 0) {
      random.shortlist(clusters, kept, Ranking.LABEL_AND_CLUSTER);
    }
    final InceptionModel model = random.model();
    session = InceptionNetwork
        .open(model.words(), List.of(model.vocabulary()), InceptionWeights.quantised(model), form, FileTables.copied(), arena)
        .newSession(new Lifetime(arena));
    final Random choice = new Random(1);
    texts = IntStream.range(0, TEXTS)
        .mapToObj(text -> choice.ints(words, 0, VOCABULARY).mapToObj(RandomInceptions::word).collect(Collectors.joining(" ")).getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }

  @Benchmark
  public int classify() {
    final byte[] text = texts[next];
    next = next + 1 < texts.length ? next + 1 : 0;
    session.classify(text, 0, text.length, predictions);
    return predictions.count();
  }

  @TearDown
  public void close() {
    arena.close();
  }
}
