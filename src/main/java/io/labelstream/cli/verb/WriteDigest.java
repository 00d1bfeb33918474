package io.labelstream.cli.verb;

import io.labelstream.rollout.control.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The digest of what is written to a channel, computed meanwhile on a thread of its own: for a large model it takes as long as writing does, and the time
 * until the file has reached the device is good for it, too. For one thread.
 */
final class WriteDigest implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int MOST_BUFFERS = 1 << 4;
  /** The JVM has fast code for as many bytes as are digested at once, and takes it up when it has been called some thousand times. */
  private static final int PIECE_BYTES = 1 << 11;

  private final MessageDigest digest = Sha256.newDigest();
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(MOST_BUFFERS);
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("digest").factory());
  private int buffers;

  /** A channel that passes all bytes on to {@code target}, and takes them into the digest. */
  WritableByteChannel to(final WritableByteChannel target) {
    return new WritableByteChannel() {
      @Override
      public int write(final ByteBuffer bytes) throws IOException {
        final ByteBuffer passed = bytes.duplicate();
        final int count = target.write(bytes);
        add(passed.limit(bytes.position()));
        return count;
      }

      @Override
      public boolean isOpen() {
        return target.isOpen();
      }

      @Override
      public void close() throws IOException {
        target.close();
      }
    };
  }

  private void add(final ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      final byte[] buffer = freeBuffer();
      final int count = Math.min(bytes.remaining(), buffer.length);
      bytes.get(buffer, 0, count);
      thread.execute(() -> {
        digest(buffer, count);
        free.add(buffer);
      });
    }
  }

  private void digest(final byte[] buffer, final int count) {
    for (int from = 0; from < count; from += PIECE_BYTES) {
      digest.update(buffer, from, Math.min(PIECE_BYTES, count - from));
    }
  }

  private byte[] freeBuffer() throws IOException {
    if (buffers < MOST_BUFFERS && free.isEmpty()) {
      buffers++;
      return new byte[BUFFER_BYTES];
    }
    try {
      return free.take();
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The digest of all bytes, as text; nothing is written afterwards. */
  String sha256() throws IOException {
    try {
      return thread.submit(() -> Sha256.hex(digest)).get();
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (final ExecutionException e) {
      throw new IllegalStateException("digesting failed: " + e.getCause(), e.getCause());
    }
  }

  /** Ends the thread. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
