package io.labelstream.model.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes to a file, and lets a thread of its own force the bytes to the device after every few megabytes, so that little is left to wait for at the end. For
 * one writing thread.
 */
final class ForcingChannel implements WritableByteChannel {
  /** Fewer bytes than this are forced at the end, without another thread. */
  static final int STEP_BYTES = 1 << 24;

  private final FileChannel file;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("force").factory());
  private Optional<Future<?>> running = Optional.empty();
  private long unforced;

  ForcingChannel(final FileChannel file) {
    this.file = file;
  }

  /** @throws IOException if these bytes cannot be written, or earlier ones have not reached the device */
  @Override
  public int write(final ByteBuffer bytes) throws IOException {
    final int count = file.write(bytes);
    unforced += count;
    if (unforced >= STEP_BYTES && (running.isEmpty() || running.get().isDone())) {
      await();
      unforced = 0;
      running = Optional.of(thread.submit(() -> {
        file.force(false);
        return null;
      }));
    }
    return count;
  }

  /**
   * Forces all that was written.
   *
   * @throws IOException if something has not reached the device
   */
  void force() throws IOException {
    await();
    file.force(true);
  }

  /** Waits for the thread. The system reports a failure only once, so a failure of an earlier force must not be lost. */
  private void await() throws IOException {
    try {
      if (running.isPresent()) {
        running.get().get();
      }
    } catch (final ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("forcing failed: " + e.getCause(), e.getCause());
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  /** Waits for the thread, and closes the file. */
  @Override
  public void close() throws IOException {
    thread.close();
    file.close();
  }
}
