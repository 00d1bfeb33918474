package io.labelstream.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Compiles the races in {@code src/test/jcstress}, which jcstress makes code for, and runs them: {@code mvn test-compile dependency:copy@races exec:exec@races}. The
 * report tells how often each outcome was seen.
 */
public final class Races {
  private static final Path FOLDER = Path.of("target", "races");

  private Races() {}

  /** Arguments of jcstress, such as {@code -m tough -v}. */
  public static void main(final String[] arguments) throws IOException, InterruptedException {
    final Path classes = Files.createDirectories(FOLDER.resolve("classes"));
    final String classPath = System.getProperty("java.class.path");
    final List<String> options = new ArrayList<>(List.of("-proc:full", "-classpath", classPath, "-d", classes.toString()));
    try (Stream<Path> sources = Files.walk(Path.of("src", "test", "jcstress"))) {
      sources.map(Path::toString).filter(source -> source.endsWith(".java")).forEach(options::add);
    }
    if (ToolProvider.getSystemJavaCompiler().run(null, System.out, System.err, options.toArray(String[]::new)) != 0) {
      throw new IOException("the races do not compile");
    }
    final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-classpath",
        classes.toAbsolutePath() + System.getProperty("path.separator") + classPath, "org.openjdk.jcstress.Main", "-r", FOLDER.toAbsolutePath() + "/report"));
    command.addAll(Arrays.asList(arguments));
    System.exit(new ProcessBuilder(command).directory(FOLDER.toFile()).inheritIO().start().waitFor());
  }
}
