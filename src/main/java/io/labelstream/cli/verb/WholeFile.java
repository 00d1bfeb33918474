package io.labelstream.cli.verb;

import io.labelstream.model.file.NewFile;
import io.labelstream.model.file.NewFile.Existing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes files as {@link NewFile} does. Every failure is a {@link CliException}. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Checks that a file can be written, before work is spent on its content.
   *
   * @throws CliException if it exists and is to be kept, it is read as well, or its folder cannot be written to
   */
  public static void require(final Path target, final OverwritePolicy overwriting) {
    overwriting.requireNotRead(target);
    final Path folder = explained(target, () -> NewFile.followed(target)).toAbsolutePath().getParent();
    if (Files.isDirectory(target)) {
      throw new CliException(ExitCode.OUTPUT_FAILED, "'" + target + "' is a directory; name a file");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new CliException(ExitCode.OUTPUT_FAILED, "'" + target + "' is a pipe or a device; name a file");
    }
    if (overwriting.existing() == Existing.KEEP && Files.exists(target)) {
      throw isThere(target);
    }
    if (!Files.isDirectory(folder)) {
      throw new CliException(ExitCode.OUTPUT_FAILED, "the folder '" + folder + "' does not exist; make it, or write elsewhere");
    }
    if (!Files.isWritable(folder)) {
      throw new CliException(ExitCode.OUTPUT_FAILED, "the folder '" + folder + "' may not be written to by this user; check its permissions, or write elsewhere");
    }
  }

  /** @throws CliException if the file cannot be written */
  public static void write(final Path target, final OverwritePolicy overwriting, final NewFile.Body<RuntimeException> body) {
    explained(target, () -> NewFile.write(target, overwriting.existing(), body));
  }

  /**
   * Writes a file, and returns the digest of its bytes, which is faster than reading them again.
   *
   * @throws CliException if the file cannot be written
   */
  public static String writeDigested(final Path target, final OverwritePolicy overwriting, final NewFile.Body<RuntimeException> body) {
    return explained(target, () -> {
      try (WriteDigest digest = new WriteDigest()) {
        NewFile.write(target, overwriting.existing(), channel -> body.writeTo(digest.to(channel)));
        return digest.sha256();
      }
    });
  }

  /** @throws CliException if the file cannot be written */
  public static void write(final Path target, final OverwritePolicy overwriting, final byte[] content) {
    write(target, overwriting, channel -> {
      final ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    });
  }

  private interface Writing<T> {
    public T write() throws IOException;
  }

  private static <T> T explained(final Path target, final Writing<T> writing) {
    try {
      return writing.write();
    } catch (final FileAlreadyExistsException there) {
      throw isThere(target);
    } catch (final IOException failure) {
      throw new CliException(ExitCode.OUTPUT_FAILED,
          "'" + target + "' cannot be written: " + failure.getMessage() + "; check folder, permissions and space", failure);
    }
  }

  private static CliException isThere(final Path target) {
    return new CliException(ExitCode.OUTPUT_FAILED, "'" + target + "' exists; name another file with --out, or overwrite it with --force");
  }
}
