package io.labelstream.model.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes files as a whole or not at all.
 *
 * <p>Symbolic links are followed: the file that they lead to is written, and they stay. The bytes go to a temporary file in the same folder, {@code
 * .NAME.NUMBER.part}, are forced to the device, and the file is renamed last. When writing fails, or the JVM ends in an orderly way in the middle (Ctrl-C,
 * SIGTERM), the temporary file is deleted; an existing file under the target's name stays unchanged. If the JVM is killed, the temporary file is left behind.
 * Thread-safe.
 */
public final class NewFile {
  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  /** The policy for a file that exists already. */
  public enum Existing {
    /** It stays, and writing fails. */
    KEEP,
    /** It is replaced. */
    REPLACE
  }

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Body<E extends Exception> {
    /** Writes everything to {@code channel}. */
    void writeTo(WritableByteChannel channel) throws IOException, E;
  }

  private NewFile() {}

  /**
   * Writes a file.
   *
   * @return the size of the file in bytes
   * @throws FileAlreadyExistsException if the file exists and is to be kept; {@code body} was not called if it existed from the start
   * @throws IOException if the file cannot be written
   */
  public static <E extends Exception> long write(final Path target, final Existing existing, final Body<E> body) throws IOException, E {
    return writeFile(followed(target), existing, body);
  }

  /**
   * The file that writing to {@code target} writes: if it is a symbolic link, the file that it leads to, which need not exist.
   *
   * @throws IOException if links lead round in a circle, or cannot be read
   */
  public static Path followed(final Path target) throws IOException {
    Path followed = target;
    for (int links = 0; Files.isSymbolicLink(followed); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(target.toString());
      }
      followed = followed.resolveSibling(Files.readSymbolicLink(followed));
    }
    return followed;
  }

  private static <E extends Exception> long writeFile(final Path target, final Existing existing, final Body<E> body) throws IOException, E {
    if (existing == Existing.KEEP && Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    final long number = ThreadLocalRandom.current().nextLong() >>> 1;
    final Path part = target.resolveSibling("." + target.getFileName() + "." + number + ".part");
    try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ForcingChannel channel = new ForcingChannel(file)) {
      part.toFile().deleteOnExit();
      body.writeTo(channel);
      channel.force();
      final long bytes = file.size();
      publish(part, target, existing);
      return bytes;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void publish(final Path part, final Path target, final Existing existing) throws IOException {
    switch (existing) {
      case KEEP -> Files.move(part, target);
      case REPLACE -> Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
