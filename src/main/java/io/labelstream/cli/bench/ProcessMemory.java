package io.labelstream.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this process has in memory, as the system sees it. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+(\\d+) kB$", Pattern.MULTILINE);
  private static final long KIBIBYTE = 1024;

  private ProcessMemory() {}

  /** The resident set, mapped files included, in bytes; empty where the system does not tell. */
  static OptionalLong resident() {
    try {
      final Matcher resident = RESIDENT.matcher(Files.readString(STATUS));
      return resident.find() ? OptionalLong.of(Long.parseLong(resident.group(1)) * KIBIBYTE) : OptionalLong.empty();
    } catch (final IOException elsewhere) {
      // Only Linux has this file.
      return OptionalLong.empty();
    }
  }
}
