package io.labelstream.train.encoder.distil;

import io.labelstream.model.Metadata;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.EncoderSession;
import io.labelstream.model.encoder.Encoders;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.train.Workers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A large encoder, whose vectors of texts are kept in a folder.
 *
 * @param model the encoder
 * @param digest of the encoder
 * @param folder of the {@linkplain VectorCache files of vectors}
 */
record Teacher(EncoderModel model, byte[] digest, Path folder) {
  private static final int TASK_TEXTS = 16;

  /** Watches the finding of vectors. */
  interface Watch {
    /**
     * So many texts have vectors.
     *
     * @param before the number of those that the file had
     */
    void found(int before, int now, int all);
  }

  static Teacher of(final EncoderModel model, final Path folder) throws IOException {
    final MessageDigest digest = sha256();
    EncoderFile.write(model, Metadata.none(), Precision.FLOAT32, Channels.newChannel(new DigestOutputStream(OutputStream.nullOutputStream(), digest)));
    return new Teacher(model, digest.digest(), folder);
  }

  /**
   * The vectors of texts, each of unit length unless it is zero: from the folder as far as it has them.
   *
   * @throws IOException if the folder cannot be read or written
   * @throws InterruptedException if the thread was interrupted; what was found is kept
   */
  HalfVectors vectors(final List<byte[]> texts, final Workers workers, final Watch watch) throws IOException, InterruptedException {
    try (VectorCache cache = VectorCache.open(folder, model.dimensions(), texts.size(), digest(texts))) {
      final HalfVectors vectors = cache.read();
      if (vectors.rows() < texts.size()) {
        find(texts, vectors, cache, workers, watch);
      }
      return vectors;
    }
  }

  private void find(final List<byte[]> texts, final HalfVectors vectors, final VectorCache cache, final Workers workers, final Watch watch)
      throws IOException, InterruptedException {
    final int before = vectors.rows();
    try (TextEncoder encoder = Encoders.open(model)) {
      final List<Reader> readers = IntStream.range(0, workers.threads()).mapToObj(thread -> new Reader(encoder.newSession(), new SharedText())).toList();
      while (vectors.rows() < texts.size()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        final int first = vectors.rows();
        final short[] chunk = new short[cache.rowsOfChunk(first) * model.dimensions()];
        chunk(texts.subList(first, first + cache.rowsOfChunk(first)), chunk, readers, workers);
        cache.add(chunk);
        vectors.add(chunk);
        watch.found(before, vectors.rows(), texts.size());
      }
    }
  }

  private void chunk(final List<byte[]> texts, final short[] chunk, final List<Reader> readers, final Workers workers) {
    // A reader is for one thread at a time, so there are as many tasks as readers; each takes every so manyth part of the texts.
    workers.forEach(readers.size(), number -> {
      for (int from = number * TASK_TEXTS; from < texts.size(); from += readers.size() * TASK_TEXTS) {
        for (int text = from; text < Math.min(from + TASK_TEXTS, texts.size()); text++) {
          readers.get(number).read(texts.get(text), chunk, text * model.dimensions(), model.dimensions());
        }
      }
    });
  }

  /** The session and scratch memory of a thread that encodes. */
  private record Reader(EncoderSession session, SharedText shared) {
    void read(final byte[] text, final short[] chunk, final int offset, final int dimensions) {
      shared.set(text, 0, text.length);
      final float[] vector = session.encode(shared);
      double squares = 0;
      for (int at = 0; at < dimensions; at++) {
        squares += (double) vector[at] * vector[at];
      }
      final double length = squares == 0 ? 1 : Math.sqrt(squares);
      for (int at = 0; at < dimensions; at++) {
        chunk[offset + at] = Float.floatToFloat16((float) (vector[at] / length));
      }
    }
  }

  private byte[] digest(final List<byte[]> texts) {
    final MessageDigest sha = sha256();
    sha.update(digest);
    for (final byte[] text : texts) {
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
      sha.update(text);
    }
    return sha.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (final NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }
}
