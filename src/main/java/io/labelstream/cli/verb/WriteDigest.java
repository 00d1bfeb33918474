package io.labelstream.cli.verb;

import io.labelstream.rollout.control.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * The digest of the bytes that are written to a channel, computed meanwhile on a thread of its own: for a large model it takes as long as the writing, and can
 * also use the time until the file has reached the device. For one thread.
 */
final class WriteDigest implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int MOST_BUFFERS = 1 << 4;
  /** The bytes that are digested at once: few, since the JVM uses its fast code for digests only after some thousand calls. */
  private static final int PIECE_BYTES = 1 << 11;

  private final MessageDigest digest = Sha256.newDigest();
  private final Semaphore buffers = new Semaphore(MOST_BUFFERS);
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("digest").factory());

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

  private void add(final ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      buffers.acquireUninterruptibly();
      final byte[] buffer = new byte[Math.min(bytes.remaining(), BUFFER_BYTES)];
      bytes.get(buffer);
      thread.execute(() -> {
        for (int from = 0; from < buffer.length; from += PIECE_BYTES) {
          digest.update(buffer, from, Math.min(PIECE_BYTES, buffer.length - from));
        }
        buffers.release();
      });
    }
  }

  /** The digest of all bytes, as text; nothing is written afterwards. */
  String sha256() {
    return CompletableFuture.supplyAsync(() -> Sha256.hex(digest), thread).join();
  }

  /** Ends the thread. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
