package io.labelstream.topology;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest by which labels name the bytes of the model that gave them. */
public final class ModelDigest {
  private ModelDigest() {}

  /**
   * The SHA-256 of a file's bytes, as 64 lower-case hexadecimal digits.
   *
   * @throws IOException if the file cannot be read
   */
  public static String sha256(final Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      final MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(bytes, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (final NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }
}
