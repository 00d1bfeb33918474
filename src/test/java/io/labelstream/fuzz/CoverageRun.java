package io.labelstream.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The entry of the fuzzer Jazzer, which calls these methods by their names: one reader in a JVM, whose inputs it makes by the code that they reach. An input that
 * breaks a rule is saved and counted, and the fuzzer goes on.
 */
public final class CoverageRun {
  /** The property with the reader's name. */
  static final String READER = "fuzz.reader";
  /** The property with the folder for inputs and the report. */
  static final String FOLDER = "fuzz.folder";

  private static WorkingFolder files;
  private static FuzzTarget target;
  private static Trial trial;

  private CoverageRun() {}

  static Path report(final Path folder, final String reader) {
    return folder.resolve(reader + ".md");
  }

  /** Before the first input. */
  public static void fuzzerInitialize() throws Exception {
    final Path folder = Path.of(System.getProperty(FOLDER));
    files = WorkingFolder.below(folder);
    target = FuzzTargets.named(System.getProperty(READER), files.path());
    trial = new Trial(target, folder);
  }

  /** Each input, as it is and with its sizes put right. */
  public static void fuzzerTestOneInput(final byte[] input) {
    trial.run(input);
    final byte[] inOrder = target.layout().apply(input);
    if (!Arrays.equals(inOrder, input)) {
      trial.run(inOrder);
    }
  }

  /** After the last input. */
  public static void fuzzerTearDown() throws Exception {
    trial.close();
    files.close();
    Files.write(report(Path.of(System.getProperty(FOLDER)), target.name()), trial.report().stream()
        .map(line -> line.replace("| " + target.name() + " |", "| " + target.name() + ", guided |")).toList());
  }
}
