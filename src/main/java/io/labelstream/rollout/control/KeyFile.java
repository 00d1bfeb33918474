package io.labelstream.rollout.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One Ed25519 key in a PEM file, as {@code openssl genpkey} and {@code openssl pkey -pubout} write it. */
enum KeyFile {
  /** PKCS#8. */
  PRIVATE("PRIVATE KEY", "make one with `openssl genpkey -algorithm ed25519 -out FILE`"),
  /** SubjectPublicKeyInfo. */
  PUBLIC("PUBLIC KEY", "take it from the private key with `openssl pkey -in PRIVATE -pubout -out FILE`");

  private static final int LARGEST = 1 << 14;
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
  private static final int LINE = 64;
  private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final String label;
  private final String remedy;

  KeyFile(final String label, final String remedy) {
    this.label = label;
    this.remedy = remedy;
  }

  /** The remedy where a file is not such a key. */
  String remedy() {
    return remedy;
  }

  /** The key's binary form, of whatever algorithm it is. */
  byte[] read(final Path file) throws KeyFileException {
    final String text = text(file);
    final Matcher begin = BEGIN.matcher(text);
    if (!begin.find()) {
      throw new KeyFileException(file, "holds no PEM text, expected -----BEGIN " + label + "-----; " + remedy);
    }
    requireLabel(begin.group(1), file);
    final int end = text.indexOf("-----END " + label + "-----", begin.end());
    if (end < 0) {
      throw new KeyFileException(file, "breaks off before -----END " + label + "-----; copy the whole file again");
    }
    try {
      return Base64.getDecoder().decode(text.substring(begin.end(), end).replaceAll("\\s", ""));
    } catch (final IllegalArgumentException damaged) {
      throw new KeyFileException(file, "is damaged: what stands between BEGIN and END is not Base64; copy the whole file again");
    }
  }

  /** Writes a new file, which for a private key nobody but its owner can read from its first byte on. */
  void write(final Key key, final Path file) throws KeyFileException {
    final String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key.getEncoded());
    final String text = "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    try (SeekableByteChannel channel = Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes(file))) {
      final ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (final FileAlreadyExistsException present) {
      throw new KeyFileException(file, "exists, and keys are not overwritten; name another file, or remove it", present);
    } catch (final IOException failed) {
      throw new KeyFileException(file, "cannot be written (" + failed.getClass().getSimpleName() + "); check folder, permissions and space", failed);
    }
  }

  private FileAttribute<?>[] attributes(final Path file) throws KeyFileException {
    if (this == PUBLIC) {
      return new FileAttribute<?>[0];
    }
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      throw new KeyFileException(file, "cannot be kept from other users on this file system; " + remedy + ", and restrict access to it");
    }
    return new FileAttribute<?>[] {OWNER_ONLY};
  }

  private void requireLabel(final String found, final Path file) throws KeyFileException {
    if (found.equals(label)) {
      return;
    }
    final String difference = "holds a PEM text of " + found + ", expected " + label + "; ";
    if (found.equals("ENCRYPTED PRIVATE KEY")) {
      throw new KeyFileException(file, difference + "decrypt it with `openssl pkey -in FILE -out DECRYPTED`");
    }
    throw new KeyFileException(file, difference + remedy);
  }

  private static String text(final Path file) throws KeyFileException {
    try (InputStream in = Files.newInputStream(file)) {
      final byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new KeyFileException(file, "has more than " + LARGEST + " bytes, so is no key; check the path");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (final NoSuchFileException missing) {
      throw new KeyFileException(file, "does not exist; check the path", missing);
    } catch (final IOException failed) {
      throw new KeyFileException(file, "cannot be read (" + failed.getClass().getSimpleName() + "); check path and permissions", failed);
    }
  }
}
