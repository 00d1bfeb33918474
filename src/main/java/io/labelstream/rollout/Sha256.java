package io.labelstream.rollout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of a file that is open already. */
final class Sha256 {
  private static final int BUFFER_BYTES = 1 << 16;

  private Sha256() {}

  /** The SHA-256 of all bytes of the channel's file, as 64 lower-case hexadecimal digits; the channel's position stays. */
  static String of(final FileChannel channel) throws IOException {
    final MessageDigest digest = newDigest();
    final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long position = 0;
    for (int read = channel.read(buffer, position); read >= 0; read = channel.read(buffer, position)) {
      digest.update(buffer.flip());
      buffer.clear();
      position += read;
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (final NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }
}
