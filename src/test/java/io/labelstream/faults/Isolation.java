package io.labelstream.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives a process file systems of its own, with Linux's user and mount namespaces, so that a disk is full, or a folder away, for one process alone. No rights
 * are needed where the system allows unprivileged namespaces.
 */
final class Isolation {
  private static final int STAGING_BYTES = 16 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int BLOCK = 1 << 12;

  private Isolation() {}

  /** Whether this machine can do it. */
  enum Support { AVAILABLE, MISSING }

  static Support support() throws InterruptedException {
    try {
      run(List.of("sh", "-c", "unshare -rm true && command -v nsenter"));
      return Support.AVAILABLE;
    } catch (final IOException missing) {
      return Support.MISSING;
    }
  }

  /** The command before that of the process: its staging folder is a file system of its own, of 16 MiB. */
  static List<String> wrapper(final Path staging, final Support support) {
    return switch (support) {
      case AVAILABLE -> List.of("unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=" + STAGING_BYTES + " staging \"$0\" && exec \"$@\"", staging.toString());
      case MISSING -> List.of();
    };
  }

  /** Leaves no byte free in a process's staging folder. */
  static void fill(final long pid, final Path staging) throws IOException {
    final Path filler = filler(pid, staging);
    final FileStore store = Files.getFileStore(filler.getParent());
    if (store.getTotalSpace() != STAGING_BYTES) {
      throw new IOException(staging + " is not a file system of its own for process " + pid + ", but a part of " + store);
    }
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[BLOCK]);
      }
    } catch (final IOException full) {
      if (Files.size(filler) == 0) {
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
    run(Stream.concat(
        Stream.of("nsenter", "--target", Long.toString(pid), "--user", "--mount", "--preserve-credentials"), Arrays.stream(command)).toList());
  }

  /** It says little, so that it never waits for us. */
  private static void run(final List<String> command) throws IOException, InterruptedException {
    final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    if (!process.waitFor(PATIENCE)) {
      process.destroyForcibly();
      throw new IOException(command + " has not ended within " + PATIENCE);
    }
    if (process.exitValue() != 0) {
      throw new IOException(command + ": " + new String(process.getInputStream().readAllBytes()));
    }
  }
}
