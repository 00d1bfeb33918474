package io.labelstream.build;

import io.labelstream.cli.Main;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.cli.verb.Io;
import io.labelstream.cli.verb.Logging;
import io.labelstream.cli.verb.Sentences;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The runs that the build records for the JVM's ahead-of-time caches, on the bundled model and sentences: the verbs that need no Kafka. A cache holds the
 * classes that they load and the JVM's profiles of their loops, so more runs than those of the verbs that are started with it would slow these down. No report
 * is written as JSON, since every start would load the library for that. Run from the project's directory. An exit status other than 0 breaks the build.
 */
final class CacheTraining {
  private static final String MODEL = "models/lid.176.ftz";
  /** The argument for the runs of the verbs that the launcher starts with vectors. */
  private static final String VECTORS = "vectors";
  /** The argument for the runs of trainings and compressions that the launcher finds short. */
  private static final String SHORT_TRAINING = "short-train";

  private CacheTraining() {}

  /** Ends with the status of the first verb that fails. */
  public static void main(final String[] arguments) throws IOException {
    final byte[] texts;
    try (InputStream in = Sentences.class.getResourceAsStream("sentences.tsv")) {
      texts = in.readAllBytes();
    }
    final Path folder = Files.createTempDirectory("labelstream-");
    try {
      final String data = Files.writeString(folder.resolve("lines.txt"), fastTextLines(texts)).toString();
      final String model = folder.resolve("model.bin").toString();
      run(texts, switch (String.join(" ", arguments)) {
        case VECTORS -> vectorRuns(data, model, folder.resolve("model.ftz").toString());
        case SHORT_TRAINING -> List.of(training(data, model), compression(data, model, folder.resolve("model.ftz").toString()));
        default -> otherRuns(data);
      });
    } finally {
      try (var files = Files.list(folder)) {
        for (final Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
    // Loads the classes that a process uses and that this method replaced. A single one that is missing has the whole jar opened.
    Logging.configure();
    Io.ofProcess().out().flush();
  }

  private static List<List<String>> otherRuns(final String data) {
    return List.of(
        List.of("--help"),
        List.of("--version"),
        List.of("classify", "--help"),
        List.of("completion"),
        List.of("inspect", "--memory", MODEL),
        List.of("classify", "--model", MODEL),
        List.of("classify", "--model", MODEL, "--top", "3", "--format", "json"),
        List.of("evaluate", MODEL, data));
  }

  private static List<List<String>> vectorRuns(final String data, final String model, final String compressed) {
    return List.of(
        training(data, model),
        List.of("train", data, "--out", model, "--force", "--subwords", "2-3", "--dimensions", "100", "--buckets", "5000",
            "--epochs", "10", "--learning-rate", "0.5", "--hold-out", "0.1"),
        compression(data, model, compressed));
  }

  private static List<String> compression(final String data, final String model, final String compressed) {
    return List.of("compress", model, "--data", data, "--out", compressed, "--cutoff", "2000", "--dsub", "2", "--retrain-epochs", "1", "--output-steps", "2");
  }

  private static List<String> training(final String data, final String model) {
    return List.of("train", data, "--out", model, "--force", "--word-ngrams", "2", "--dimensions", "10", "--epochs", "20", "--learning-rate", "0.5",
        "--threads", "2");
  }

  /** The sentences, each a label and a text on one line, in the most common form of training data. */
  private static String fastTextLines(final byte[] texts) {
    return new String(texts, StandardCharsets.UTF_8).replaceAll("(?m)^([^\t\n]*)\t", "__label__$1 ");
  }

  private static void run(final byte[] input, final List<List<String>> runs) {
    final OutputStream nowhere = OutputStream.nullOutputStream();
    for (final List<String> run : runs) {
      final int status = Main.execute(new Io(new ByteArrayInputStream(input), nowhere, System.err), run.toArray(String[]::new));
      if (status != ExitCode.OK.code()) {
        System.exit(status);
      }
    }
  }
}
