package io.labelstream.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives a process file systems of its own, with Linux's user and mount namespaces, so that a disk is full, or a folder away, for one process alone. No rights
 * are needed where the system allows unprivileged namespaces.
 */
final class Isolation {
  private static final String STAGING_SIZE = "16m";
  private static final int BLOCK = 1 << 12;

  private Isolation() {}

  /** Whether this machine can do it. */
  enum Support { AVAILABLE, MISSING }

  static Support support() throws InterruptedException {
    try {
      return new ProcessBuilder("sh", "-c", "unshare -rm true && command -v nsenter").redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0 ? Support.AVAILABLE : Support.MISSING;
    } catch (final IOException noShell) {
      return Support.MISSING;
    }
  }

  /** The command before that of the process: its staging folder is a file system of its own, of 16 MiB. */
  static List<String> wrapper(final Path staging, final Support support) {
    return switch (support) {
      case AVAILABLE -> List.of("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=" + STAGING_SIZE + " staging \"$0\" && exec \"$@\"", staging.toString());
      case MISSING -> List.of();
    };
  }

  /** Leaves no byte free in a process's staging folder. */
  static void fill(final long pid, final Path staging) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler(pid, staging))) {
      while (true) {
        out.write(new byte[BLOCK]);
      }
    } catch (final IOException full) {
      if (Files.size(filler(pid, staging)) == 0) {
        throw full;
      }
    }
  }

  static void clear(final long pid, final Path staging) throws IOException {
    Files.deleteIfExists(filler(pid, staging));
  }

  /** Lays an empty folder over one, for a process alone. */
  static void hide(final long pid, final Path folder) throws IOException, InterruptedException {
    within(pid, "mount", "-t", "tmpfs", "away", folder.toString());
  }

  static void show(final long pid, final Path folder) throws IOException, InterruptedException {
    // A process that was started again meanwhile sees it already.
    within(pid, "sh", "-c", "! mountpoint -q \"$0\" || umount \"$0\"", folder.toString());
  }

  private static Path filler(final long pid, final Path staging) {
    return Path.of("/proc/" + pid + "/root" + staging.toAbsolutePath(), "filler");
  }

  private static void within(final long pid, final String... command) throws IOException, InterruptedException {
    final List<String> all = Stream.concat(
        Stream.of("nsenter", "--target", Long.toString(pid), "--user", "--mount", "--preserve-credentials"), Arrays.stream(command)).toList();
    final Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    final String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(all + ": " + said);
    }
  }
}
