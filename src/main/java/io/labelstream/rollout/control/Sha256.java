package io.labelstream.rollout.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest by which announcements, labels and status name bytes: SHA-256, as 64 lower-case hexadecimal digits. */
public final class Sha256 {
  private static final int BUFFER_BYTES = 1 << 16;

  private Sha256() {}

  /**
   * The digest of a file's bytes.
   *
   * @throws IOException if the file cannot be read
   */
  public static String of(final Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return of(channel);
    }
  }

  /**
   * The digest of all bytes of a file that is open already; the channel's position stays.
   *
   * @throws IOException if the file cannot be read
   */
  public static String of(final FileChannel channel) throws IOException {
    final MessageDigest digest = newDigest();
    final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long position = 0;
    for (int read = channel.read(buffer, position); read >= 0; read = channel.read(buffer, position)) {
      digest.update(buffer.flip());
      buffer.clear();
      position += read;
    }
    return hex(digest);
  }

  /** The digest of bytes in memory. */
  public static String of(final byte[] bytes) {
    final MessageDigest digest = newDigest();
    digest.update(bytes);
    return hex(digest);
  }

  /** For bytes that come in parts. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (final NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  /** Ends a digest, and gives it as text. */
  public static String hex(final MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
