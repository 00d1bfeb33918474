package io.labelstream.bench.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The machine and the JVM of the measurements.
 *
 * @param processor its model; empty where the system does not tell
 * @param options of the JVM, which all measured processes have; system properties, which may be secret, are left out
 */
public record Machine(String processor, int processors, String system, String jvm, List<String> options) {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  static Machine ofThisProcess() {
    return new Machine(
        processorModel(), Runtime.getRuntime().availableProcessors(), System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        ChildProcess.usualOptions().stream().filter(option -> !option.startsWith("-D")).toList());
  }

  private static String processorModel() {
    try (Stream<String> lines = Files.lines(CPUINFO)) {
      return lines.filter(line -> line.startsWith("model name")).findFirst().map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("");
    } catch (final IOException untold) {
      return "";
    }
  }
}
