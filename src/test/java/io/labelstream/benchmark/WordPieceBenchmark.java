package io.labelstream.benchmark;

import io.labelstream.fixture.BertVocabulary;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.EncoderSession;
import io.labelstream.model.encoder.PiecePairs;
import io.labelstream.model.encoder.StaticEncoder;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.WordPieceTokenizer;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.model.matrix.QuantisedMatrix;
import io.labelstream.model.matrix.QuantisedRows;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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
 * The time of one text: cutting it into word pieces, and finding its vector in a static table, whose numbers do not matter here. {@code -p text=...} for a file
 * with a text a line, {@code -prof gc} for the memory that is allocated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WordPieceBenchmark {
  @Param("src/main/resources/io/labelstream/cli/verb/sentences.tsv")
  public String text;

  @Param("128")
  public int dimensions;

  private final Arena arena = Arena.ofShared();
  private final Lifetime lifetime = new Lifetime(arena);
  private final SharedText shared = new SharedText();
  private WordPieceTokenizer tokenizer;
  private EncoderSession session;
  private byte[][] lines;
  private int next;

  @Setup
  public void open() {
    lines = SharedFiles.lines(Path.of(text)).toArray(byte[][]::new);
    final WordPieceVocabulary vocabulary = BertVocabulary.uncased();
    tokenizer = WordPieceTokenizer.open(vocabulary, arena);
    final byte[] values = new byte[vocabulary.size() * dimensions];
    new Random(1).nextBytes(values);
    final float[] scales = new float[vocabulary.size()];
    Arrays.fill(scales, 0.01f);
    final VectorOutput output = new VectorOutput(VectorOutput.Pooling.MEAN, List.of(), VectorOutput.VectorLength.UNIT);
    final QuantisedRows table = new QuantisedMatrix(vocabulary.size(), dimensions, values, scales).view();
    session = StaticEncoder.open(vocabulary, table, PiecePairs.NONE, FileTables.copied(), output, arena, lifetime).newSession();
  }

  @Benchmark
  public int pieces() {
    takeNext();
    return shared.features(tokenizer).count();
  }

  @Benchmark
  public float vector() {
    takeNext();
    return session.encode(shared)[0];
  }

  private void takeNext() {
    final byte[] line = lines[next];
    shared.set(line, 0, line.length);
    next = next + 1 < lines.length ? next + 1 : 0;
  }

  @TearDown
  public void close() {
    lifetime.close();
  }
}
