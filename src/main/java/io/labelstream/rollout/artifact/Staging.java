package io.labelstream.rollout.artifact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Private files for fetched artefacts, in a folder that only this process's owner may enter. A file has no name any more when it is handed out, so nobody can
 * open it by a path, and nothing is left of it when the process ends, however it ends. Thread-safe.
 *
 * <p>A killed process leaves the folder, perhaps with a file in it. The next process that stages below the same parent removes it: a folder is in use as long
 * as the file {@value #LOCK} in it is locked, and the system ends the lock with the process.
 */
public final class Staging implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
  private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final String PREFIX = "labelstream-staging-";
  private static final String LOCK = "lock";
  private static final Pattern STAGED = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  /**
   * The folders of this JVM with the channels that hold their locks. It also guards all locking in the JVM: closing one channel of a file ends all locks that
   * the JVM has on that file.
   */
  private static final Map<Path, FileChannel> OWN = new HashMap<>();

  private final Path parent;
  private @Nullable Path folder;
  private boolean closed;

  /**
   * Removes the folders that killed processes have left.
   *
   * @param parent the folder below which the private folder is made, at the first file
   */
  public Staging(final Path parent) {
    this.parent = parent;
    removeLeftovers(parent);
  }

  /** A new empty file for writing and reading, which is gone once it is closed. */
  public synchronized FileChannel newFile() throws IOException {
    if (closed) {
      throw new IOException("the staging folder below " + parent + " is closed");
    }
    final Path made = folder == null ? newFolder(parent) : folder;
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
    // On systems without POSIX permissions, the temporary folder is the user's own.
    return POSIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))} : new FileAttribute<?>[0];
  }

  private static Path newFolder(final Path parent) throws IOException {
    synchronized (OWN) {
      while (true) {
        final Path path = Files.createTempDirectory(parent, PREFIX, ownerOnly("rwx------")).toRealPath();
        final Optional<FileChannel> lock = lock(path);
        if (lock.isPresent()) {
          OWN.put(path, lock.get());
          return path;
        }
        // Another process mistook the folder, which was not locked yet, for one that was left over.
      }
    }
  }

  /** Locks a folder until the channel is closed; empty if another process has locked it, or has just removed it. */
  private static Optional<FileChannel> lock(final Path folder) throws IOException {
    final Path file = folder.resolve(LOCK);
    final FileChannel channel;
    try {
      channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), ownerOnly("rw-------"));
    } catch (final NoSuchFileException removed) {
      return Optional.empty();
    }
    boolean locked = false;
    try {
      // If the file is gone, another process had the lock before, and has removed the folder.
      locked = channel.tryLock() != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
      return locked ? Optional.of(channel) : Optional.empty();
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static void removeLeftovers(final Path parent) {
    synchronized (OWN) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
        for (final Path folder : folders) {
          if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && !OWN.containsKey(folder.toRealPath())) {
            removeUnlessInUse(folder);
          }
        }
      } catch (final IOException | DirectoryIteratorException unreadable) {
        LOG.atDebug().addKeyValue("folder", parent).setCause(unreadable).log("staging folders were not looked through");
      }
    }
  }

  private static void removeUnlessInUse(final Path folder) {
    try (@Nullable FileChannel lock = lock(folder).orElse(null)) {
      if (lock != null) {
        removeStaged(folder);
        remove(folder);
        LOG.atInfo().addKeyValue("folder", folder).log("the staging folder of a process that has ended is removed");
      }
    } catch (final IOException | DirectoryIteratorException foreign) {
      LOG.atDebug().addKeyValue("folder", folder).setCause(foreign).log("a staging folder of somebody else is left alone");
    }
  }

  private static void removeStaged(final Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, file -> STAGED.matcher(file.getFileName().toString()).matches())) {
      for (final Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void remove(final Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(LOCK));
    Files.deleteIfExists(folder);
  }

  /** Removes the folder. Files that were handed out stay readable until they are closed. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (folder != null) {
      synchronized (OWN) {
        try (@Nullable FileChannel _ = OWN.remove(folder)) {
          remove(folder);
        }
      }
    }
  }
}
