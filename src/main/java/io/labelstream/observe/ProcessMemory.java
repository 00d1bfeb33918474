package io.labelstream.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The memory of the whole process, by Linux: heap, models and everything else. */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final int KIBIBYTE = 1024;

  private ProcessMemory() {}

  /** The resident bytes; empty where the system does not say. */
  public static OptionalLong resident() {
    return resident(STATUS);
  }

  static OptionalLong resident(final Path status) {
    if (!Files.isReadable(status)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines.map(RESIDENT::matcher).filter(Matcher::matches).mapToLong(line -> Long.parseLong(line.group(1)) * KIBIBYTE).findFirst();
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
