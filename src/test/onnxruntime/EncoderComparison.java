import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.labelstream.cli.verb.Logging;
import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.TransformerEncoder;
import io.labelstream.model.encoder.TransformerWeights;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.train.encoder.source.EncoderSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Compares the vectors of imported encoders with those that ONNX Runtime and Hugging Face's tokenizer give from the same jar.
 *
 * <p>Arguments: a file with a text a line, the most texts to take, and pairs of the name of a jar and its pooling, {@code mean} or {@code first}. Texts are
 * taken evenly from the whole file. Prints a table, with the median of a thread's processor time for a text: of weights of float32, of 8-bit integers and of ONNX
 * Runtime with one thread and its tokenizer, in turn. The first half of the texts warms up. Started from its source, as ONNX Runtime is on no class path of the
 * build.
 */
final class EncoderComparison implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final HuggingFaceTokenizer tokenizer;
  private final OrtSession session;
  private final Pooling pooling;

  private EncoderComparison(final Path jar, final Pooling pooling) throws IOException, OrtException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      tokenizer = HuggingFaceTokenizer.newInstance(
          new ByteArrayInputStream(entry(zip, "tokenizer.json")), Map.of("truncation", "true", "maxLength", "512", "padding", "false"));
      final OrtSession.SessionOptions oneThread = new OrtSession.SessionOptions();
      oneThread.setIntraOpNumThreads(1);
      session = environment.createSession(entry(zip, ".onnx"), oneThread);
    }
    this.pooling = pooling;
  }

  public static void main(final String[] arguments) throws Exception {
    Logging.configure();
    Logging.levels("OFF", "OFF");
    final List<String> lines = Files.readAllLines(Path.of(arguments[0])).stream().filter(line -> !line.isBlank()).toList();
    final int count = Math.min(lines.size(), Integer.parseInt(arguments[1]));
    System.out.printf(
        Locale.ROOT, "%-56s %7s %22s %22s %8s %8s %8s%n", "1 - cosine to ONNX Runtime's vector; ms a text", "texts", "float32 mean, most", "int8 mean, most",
        "float32", "int8", "ONNX");
    for (int argument = 2; argument + 1 < arguments.length; argument += 2) {
      final Path jar = Path.of(arguments[argument]);
      final Pooling pooling = Pooling.valueOf(arguments[argument + 1].toUpperCase(Locale.ROOT));
      try (EncoderComparison comparison = new EncoderComparison(jar, pooling)) {
        comparison.compare(jar, lines, count);
      }
    }
  }

  private void compare(final Path jar, final List<String> lines, final int count) throws Exception {
    final EncoderModel model = EncoderSource.read(jar, Optional.of(pooling)).model();
    final Distances exact = new Distances();
    final Distances small = new Distances();
    final CpuTime exactTime = new CpuTime();
    final CpuTime smallTime = new CpuTime();
    final CpuTime referenceTime = new CpuTime();
    final Arena arena = Arena.ofShared();
    final Arena bytesArena = Arena.ofShared();
    final TransformerWeights weights = TransformerWeights.of((TransformerBody) model.body());
    try (TextEncoder floats =
            TransformerEncoder.open(model.vocabulary(), weights, PanelForm.AS_GIVEN, FileTables.copied(), model.output(), arena, new Lifetime(arena));
        TextEncoder bytes = TransformerEncoder.open(
            model.vocabulary(), TransformerWeights.quantised((TransformerBody) model.body()), PanelForm.AS_GIVEN, FileTables.copied(), model.output(), bytesArena,
            new Lifetime(bytesArena))) {
      final var exactSession = floats.newSession();
      final var smallSession = bytes.newSession();
      final SharedText text = new SharedText();
      for (int number = 0; number < count; number++) {
        final String line = lines.get((int) ((long) number * lines.size() / count));
        final float[] reference = referenceTime.of(() -> reference(line));
        text.set(line);
        exact.add(reference, exactTime.of(() -> exactSession.encode(text)));
        text.set(line);
        small.add(reference, smallTime.of(() -> smallSession.encode(text)));
      }
    }
    System.out.printf(
        Locale.ROOT, "%-56s %,7d %22s %22s %8.2f %8.2f %8.2f%n", jar.getFileName(), count, exact.inWords(count), small.inWords(count),
        exactTime.milliseconds(), smallTime.milliseconds(), referenceTime.milliseconds());
  }

  /** The vector of a text, of any length. */
  private float[] reference(final String text) throws OrtException {
    final long[] ids = tokenizer.encode(text).getIds();
    final long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor pieces = OnnxTensor.createTensor(environment, new long[][] {ids});
        OnnxTensor mask = OnnxTensor.createTensor(environment, new long[][] {ones});
        OnnxTensor types = OnnxTensor.createTensor(environment, new long[][] {new long[ids.length]});
        OrtSession.Result result = session.run(Map.of("input_ids", pieces, "attention_mask", mask, "token_type_ids", types))) {
      final float[][] vectors = ((float[][][]) result.get(0).getValue())[0];
      final float[] pooled = new float[vectors[0].length];
      final int rows = pooling == Pooling.FIRST ? 1 : vectors.length;
      for (int row = 0; row < rows; row++) {
        for (int dimension = 0; dimension < pooled.length; dimension++) {
          pooled[dimension] += vectors[row][dimension];
        }
      }
      return pooled;
    }
  }

  private static byte[] entry(final ZipFile zip, final String end) throws IOException {
    final ZipEntry entry = zip.stream().filter(each -> each.getName().endsWith(end)).findFirst().orElseThrow();
    return zip.getInputStream(entry).readAllBytes();
  }

  @Override
  public void close() throws OrtException {
    session.close();
    tokenizer.close();
  }

  /** The processor times of texts. */
  private static final class CpuTime {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Long> nanoseconds = new ArrayList<>();

    float[] of(final Callable<float[]> work) throws Exception {
      final long start = threads.getCurrentThreadCpuTime();
      final float[] vector = work.call();
      nanoseconds.add(threads.getCurrentThreadCpuTime() - start);
      return vector;
    }

    /** The median of the second half. */
    double milliseconds() {
      final int half = nanoseconds.size() / 2;
      return nanoseconds.stream().skip(half).sorted().skip((nanoseconds.size() - half) / 2).findFirst().orElseThrow() / 1e6;
    }
  }

  /** Sums up distances of vectors: 1 less the cosine. */
  private static final class Distances {
    private double sum;
    private double most;

    void add(final float[] reference, final float[] vector) {
      double product = 0;
      double one = 0;
      double other = 0;
      for (int dimension = 0; dimension < reference.length; dimension++) {
        product += (double) reference[dimension] * vector[dimension];
        one += (double) reference[dimension] * reference[dimension];
        other += (double) vector[dimension] * vector[dimension];
      }
      final double distance = 1 - product / Math.sqrt(one * other);
      sum += distance;
      most = Math.max(most, distance);
    }

    String inWords(final int count) {
      return String.format(Locale.ROOT, "%.1e, %.1e", sum / count, most);
    }
  }
}
