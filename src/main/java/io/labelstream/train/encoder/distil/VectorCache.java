package io.labelstream.train.encoder.distil;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A file that keeps the vectors of texts by a teacher, so that they are found once. Little-endian:
 *
 * <pre>
 * bytes  content
 *     8  "LSTV0001"
 *     4  dimensions
 *    32  SHA-256 of the teacher and the texts
 *        for each 1,024 texts, and for the rest:
 *          float16 × dimensions × texts
 *     4    CRC-32C of these
 * </pre>
 *
 * <p>It grows by whole chunks, so that a program that was interrupted goes on where the last one ends. A chunk that is not whole or has another sum is forgotten,
 * with all after it. For one thread.
 */
final class VectorCache implements AutoCloseable {
  private static final byte[] MAGIC = "LSTV0001".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST_BYTES = 32;
  private static final int HEADER_BYTES = MAGIC.length + Integer.BYTES + DIGEST_BYTES;

  private final FileChannel channel;
  private final int dimensions;
  private final int texts;
  private final byte[] digest;

  private VectorCache(final FileChannel channel, final int dimensions, final int texts, final byte[] digest) {
    this.channel = channel;
    this.dimensions = dimensions;
    this.texts = texts;
    this.digest = digest;
  }

  /**
   * Opens the file of these vectors, which is made if there is none. Nobody else can open it until it is closed.
   *
   * @param texts the number of texts
   * @param digest of the teacher and the texts
   * @throws IOException if the file cannot be read or written, or another has it open
   */
  static VectorCache open(final Path folder, final int dimensions, final int texts, final byte[] digest) throws IOException {
    final Path file = Files.createDirectories(folder).resolve(HexFormat.of().formatHex(digest, 0, Long.BYTES) + ".vectors");
    final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!isLocked(channel)) {
      channel.close();
      throw new IOException("another training finds the vectors in '" + file + "' at the moment: wait until it ends, or name another folder");
    }
    return new VectorCache(channel, dimensions, texts, digest);
  }

  private static boolean isLocked(final FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (final OverlappingFileLockException ofThisProcess) {
      return false;
    }
  }

  /** The vectors that the file has, of the first texts. From here on the file has these only. */
  HalfVectors read() throws IOException {
    final HalfVectors vectors = new HalfVectors(dimensions);
    final byte[] header = header();
    if (!Arrays.equals(bytes(0, HEADER_BYTES), header)) {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(header), 0);
      return vectors;
    }
    long at = HEADER_BYTES;
    while (vectors.rows() < texts) {
      final int length = rowsOfChunk(vectors.rows()) * dimensions * Short.BYTES;
      final byte[] chunk = bytes(at, length + Integer.BYTES);
      if (chunk.length < length + Integer.BYTES || little(chunk).getInt(length) != sum(chunk, length)) {
        break;
      }
      final short[] values = new short[length / Short.BYTES];
      little(chunk).asShortBuffer().get(values);
      vectors.add(values);
      at += chunk.length;
    }
    channel.truncate(at);
    return vectors;
  }

  /** The rows of the chunk that begins with this row. */
  int rowsOfChunk(final int first) {
    return Math.min(HalfVectors.CHUNK, texts - first);
  }

  /** Adds the next chunk. */
  void add(final short[] values) throws IOException {
    final byte[] chunk = new byte[values.length * Short.BYTES + Integer.BYTES];
    little(chunk).asShortBuffer().put(values);
    little(chunk).putInt(values.length * Short.BYTES, sum(chunk, values.length * Short.BYTES));
    final ByteBuffer bytes = ByteBuffer.wrap(chunk);
    channel.position(channel.size());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private byte[] header() {
    final ByteBuffer header = little(new byte[HEADER_BYTES]);
    header.put(MAGIC).putInt(dimensions).put(digest);
    return header.array();
  }

  /** So many bytes from {@code at} on, or as many as there are. */
  private byte[] bytes(final long at, final int length) throws IOException {
    final ByteBuffer bytes = ByteBuffer.allocate((int) Math.clamp(channel.size() - at, 0, length));
    channel.position(at);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // The channel gives what it has at hand.
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static int sum(final byte[] bytes, final int length) {
    final CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  private static ByteBuffer little(final byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
