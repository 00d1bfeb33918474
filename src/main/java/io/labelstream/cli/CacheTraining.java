package io.labelstream.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * The run that the build records for the JVM's ahead-of-time cache: every verb that needs no Kafka, once, on the bundled model
 * and sentences. Run from the project's directory. An exit status other than 0 breaks the build.
 */
final class CacheTraining {
  private static final String MODEL = "models/lid.176.ftz";
  private static final List<List<String>> RUNS =
      List.of(
          List.of("--help"),
          List.of("--version"),
          List.of("classify", "--help"),
          List.of("completion"),
          List.of("inspect", "--memory", MODEL),
          List.of("inspect", "--format", "json", MODEL),
          List.of("classify", "--model", MODEL),
          List.of("classify", "--model", MODEL, "--top", "3", "--format", "json"));

  private CacheTraining() {}

  /** Ends with the status of the first verb that fails. */
  public static void main(final String[] arguments) throws IOException {
    final byte[] texts;
    try (InputStream in = CacheTraining.class.getResourceAsStream("sentences.tsv")) {
      texts = in.readAllBytes();
    }
    final OutputStream nowhere = OutputStream.nullOutputStream();
    for (final List<String> run : RUNS) {
      final int status = Main.execute(new Io(new ByteArrayInputStream(texts), nowhere, System.err), run.toArray(String[]::new));
      if (status != ExitCode.OK.code()) {
        System.exit(status);
      }
    }
    // Loads what a process has and this method replaced.
    Io.ofProcess().out().flush();
  }
}
