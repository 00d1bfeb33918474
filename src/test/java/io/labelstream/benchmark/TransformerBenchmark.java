package io.labelstream.benchmark;

import io.labelstream.fixture.BertVocabulary;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.EncoderSession;
import io.labelstream.model.encoder.Encoders;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.TransformerBody.Affine;
import io.labelstream.model.encoder.TransformerBody.Layer;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.model.matrix.FloatMatrix;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of one text on its way through a transformer as small ones are built, with random weights, as these do not matter here. {@code -p text=...} for a file
 * with a text a line, {@code -p layers=... -p pooling=...} for other encoders, {@code -prof gc} for the memory that is allocated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class TransformerBenchmark {
  private static final int TOGETHER = 64;
  private static final int WIDTH = 384;
  private static final int INNER = 4 * WIDTH;
  private static final int HEADS = 12;
  private static final int POSITIONS = 512;

  @Param("src/main/resources/io/labelstream/cli/verb/sentences.tsv")
  public String text;

  @Param({"2", "12"})
  public int layers;

  @Param("MEAN")
  public Pooling pooling;

  private final Random random = new Random(1);
  private final SharedText shared = new SharedText();
  private final FloatMatrix vectors = new FloatMatrix(TOGETHER, WIDTH, new float[TOGETHER * WIDTH]);
  private TextEncoder encoder;
  private EncoderSession session;
  private List<byte[]> lines;
  private int next;

  @Setup
  public void open() {
    lines = SharedFiles.lines(Path.of(text)).stream().toList();
    final WordPieceVocabulary vocabulary = BertVocabulary.uncased();
    final TransformerBody body = new TransformerBody(
        matrix(vocabulary.size(), WIDTH), matrix(POSITIONS, WIDTH), normalisation(), HEADS, Stream.generate(this::layer).limit(layers).toList(), 1e-12f);
    encoder = Encoders.open(new EncoderModel(vocabulary, body, new VectorOutput(pooling, List.of(), VectorLength.UNIT), new EncoderHead.None()));
    session = encoder.newSession();
  }

  private Layer layer() {
    return new Layer(
        affine(WIDTH, WIDTH), affine(WIDTH, WIDTH), affine(WIDTH, WIDTH), affine(WIDTH, WIDTH), normalisation(),
        affine(INNER, WIDTH), affine(WIDTH, INNER), normalisation());
  }

  private Affine affine(final int outputs, final int inputs) {
    return new Affine(matrix(outputs, inputs), new float[outputs]);
  }

  private LayerNormalisation normalisation() {
    final float[] gain = new float[WIDTH];
    Arrays.fill(gain, 1f);
    return new LayerNormalisation(gain, new float[WIDTH]);
  }

  private FloatMatrix matrix(final int rows, final int columns) {
    final float[] values = new float[rows * columns];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) random.nextGaussian() / columns;
    }
    return new FloatMatrix(rows, columns, values);
  }

  /** One text after the other. */
  @Benchmark
  public float[] alone() {
    final byte[] line = lines.get(next);
    next = next + 1 < lines.size() ? next + 1 : 0;
    shared.set(line, 0, line.length);
    return session.encode(shared);
  }

  /** The time of one of several texts that are encoded at a time. */
  @Benchmark
  @OperationsPerInvocation(TOGETHER)
  public FloatMatrix together() {
    next = next + 2 * TOGETHER <= lines.size() ? next + TOGETHER : 0;
    session.encode(lines.subList(next, next + TOGETHER), vectors);
    return vectors;
  }

  @TearDown
  public void close() {
    encoder.close();
  }
}
