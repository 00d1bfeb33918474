package io.labelstream.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ForcingChannelTest {
  private static final int AT_ONCE = 1 << 20;

  @TempDir private Path folder;

  @Test
  void shouldWriteAllBytesWhileTheyAreForced() throws IOException {
    // Given
    final byte[] bytes = new byte[3 * ForcingChannel.STEP_BYTES + 5];
    new Random(1).nextBytes(bytes);
    final Path file = folder.resolve("large");
    // When
    try (ForcingChannel channel = new ForcingChannel(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
      for (int from = 0; from < bytes.length; from += AT_ONCE) {
        channel.write(ByteBuffer.wrap(bytes, from, Math.min(AT_ONCE, bytes.length - from)));
      }
      channel.force();
    }
    // Then
    assertThat(Files.mismatch(file, Files.write(folder.resolve("expected"), bytes))).isEqualTo(-1);
  }

  @Test
  void shouldForceLittleOnceAndWithItsMetadata() throws IOException {
    // Given
    final FullDevice device = new FullDevice(Integer.MAX_VALUE);
    // When
    try (ForcingChannel channel = new ForcingChannel(device)) {
      channel.write(ByteBuffer.allocate(AT_ONCE));
      channel.force();
    }
    // Then
    assertThat(device.forced).isEqualTo(1);
    assertThat(device.isForcedWithMetadata).isTrue();
    assertThat(device.isOpen()).isFalse();
  }

  @Test
  void shouldTellOfAFailureThatAnEarlierForceMet() throws IOException {
    // Given
    final FullDevice device = new FullDevice(0);
    try (ForcingChannel channel = new ForcingChannel(device)) {
      for (int written = 0; written < ForcingChannel.STEP_BYTES; written += AT_ONCE) {
        channel.write(ByteBuffer.allocate(AT_ONCE));
      }
      // Then
      assertThatThrownBy(channel::force).isInstanceOf(IOException.class).hasMessage("No space left on device");
    }
  }

  /** Takes all bytes, and fails from a force on: once, as systems do. */
  private static final class FullDevice extends FileChannel {
    private final int soundForces;
    private volatile int forced;
    private volatile boolean isForcedWithMetadata;

    FullDevice(final int soundForces) {
      this.soundForces = soundForces;
    }

    @Override
    public int write(final ByteBuffer source) {
      final int count = source.remaining();
      source.position(source.limit());
      return count;
    }

    @Override
    public void force(final boolean metadata) throws IOException {
      isForcedWithMetadata = metadata;
      if (forced++ == soundForces) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    protected void implCloseChannel() {
      // Nothing to close.
    }

    @Override
    public int read(final ByteBuffer target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(final ByteBuffer[] targets, final int offset, final int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(final ByteBuffer[] sources, final int offset, final int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(final long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long size() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(final long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(final long position, final long count, final WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(final ReadableByteChannel source, final long position, final long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(final ByteBuffer target, final long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(final ByteBuffer source, final long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(final MapMode mode, final long position, final long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(final long position, final long size, final boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(final long position, final long size, final boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
