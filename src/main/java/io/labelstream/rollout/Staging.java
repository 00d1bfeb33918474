package io.labelstream.rollout;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Private files for fetched artefacts, in a folder that only this process' owner may enter. A file has no name any more when it is given out, so that
 * nobody can open it by a path and nothing is left of it when the process ends, however it ends. Thread-safe.
 */
final class Staging implements AutoCloseable {
  private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path parent;
  private @Nullable Path folder;
  private boolean closed;

  /**
   * @param parent the folder below which the private folder is made, at the first file
   */
  Staging(final Path parent) {
    this.parent = parent;
  }

  /** A new empty file for writing and reading, which is gone once it is closed. */
  synchronized FileChannel newFile() throws IOException {
    if (closed) {
      throw new IOException("the staging folder below " + parent + " is closed");
    }
    final Path made = folder == null ? Files.createTempDirectory(parent, "labelstream-", ownerOnly("rwx------")) : folder;
    folder = made;
    final Path file = made.resolve(UUID.randomUUID().toString());
    final FileChannel channel =
        FileChannel.open(file, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE), ownerOnly("rw-------"));
    try {
      Files.delete(file);
      return channel;
    } catch (final IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static FileAttribute<?>[] ownerOnly(final String permissions) {
    // Elsewhere the temporary folder is the user's own.
    return POSIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))} : new FileAttribute<?>[0];
  }

  /** Removes the folder. Files that were given out stay readable until they are closed. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (folder != null) {
      Files.deleteIfExists(folder);
    }
  }
}
