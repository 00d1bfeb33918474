package io.labelstream.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * All bytes of a model file, which may be a part of another one. Thread-safe.
 *
 * <p>Files of up to {@value #MOST_BYTES_TO_COPY} bytes are copied, larger ones are mapped: their bytes must not change while this object is open, nor while a
 * model is open that keeps pages of them.
 */
public final class ModelBytes implements AutoCloseable {
  /** The largest file that is copied: 64 MiB. */
  public static final long MOST_BYTES_TO_COPY = 64L << 20;

  private final FileChannel channel;
  private final long start;
  private final MemorySegment segment;
  private final Storage storage;
  private final Arena arena;
  private final Ownership ownership;

  /** The storage of the bytes. */
  public enum Storage {
    /** In memory of their own. */
    COPIED,
    /** In pages of the file, of which a model may {@linkplain ModelBytes#map keep} some. */
    MAPPED
  }

  /** The owner of the channel, who closes it. */
  private enum Ownership {
    THIS,
    CALLER,
    /** The bytes that these are a part of. They own the memory too. */
    WHOLE
  }

  private ModelBytes(
      final FileChannel channel, final long start, final MemorySegment segment, final Storage storage, final Arena arena, final Ownership ownership) {
    this.channel = channel;
    this.start = start;
    this.segment = segment;
    this.storage = storage;
    this.arena = arena;
    this.ownership = ownership;
  }

  /**
   * The bytes of a file, which stays open until these are closed.
   *
   * @throws IOException if the file cannot be read
   */
  public static ModelBytes of(final Path file) throws IOException {
    final FileChannel channel = FileChannel.open(file);
    try {
      return of(channel, MOST_BYTES_TO_COPY, Ownership.THIS);
    } catch (final IOException | RuntimeException | Error failure) {
      channel.close();
      throw failure;
    }
  }

  /**
   * The bytes of a channel's file, from its start, wherever the channel's position is.
   *
   * @param channel a readable file, to be closed by the caller, not before these bytes
   * @throws IOException if the file cannot be read
   */
  public static ModelBytes of(final FileChannel channel) throws IOException {
    return of(channel, MOST_BYTES_TO_COPY);
  }

  /**
   * As {@link #of(FileChannel)}, with another size from which on files are mapped.
   *
   * @param mostBytesToCopy the largest file that is copied
   */
  public static ModelBytes of(final FileChannel channel, final long mostBytesToCopy) throws IOException {
    return of(channel, mostBytesToCopy, Ownership.CALLER);
  }

  private static ModelBytes of(final FileChannel channel, final long mostBytesToCopy, final Ownership ownership) throws IOException {
    final Arena arena = Arena.ofShared();
    try {
      final long size = channel.size();
      return size > mostBytesToCopy
          ? new ModelBytes(channel, 0, channel.map(MapMode.READ_ONLY, 0, size, arena), Storage.MAPPED, arena, ownership)
          : new ModelBytes(channel, 0, copy(channel, size, arena), Storage.COPIED, arena, ownership);
    } catch (final IOException | RuntimeException | Error failure) {
      arena.close();
      throw failure;
    }
  }

  private static MemorySegment copy(final FileChannel channel, final long size, final Arena arena) throws IOException {
    final MemorySegment bytes = arena.allocate(size, Long.BYTES);
    final ByteBuffer buffer = bytes.asByteBuffer();
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, buffer.position()) < 0) {
        throw new EOFException("the file had " + size + " bytes and shrank to " + buffer.position() + " while it was read");
      }
    }
    return bytes.asReadOnly();
  }

  /**
   * The bytes of a model file that lies in this one. They are closed with these, and only with these.
   *
   * @param part a view of {@link #segment()}
   * @throws IllegalArgumentException if it is not a view of these bytes
   */
  public ModelBytes part(final MemorySegment part) {
    final long offset = part.address() - segment().address();
    if (offset < 0 || offset > segment.byteSize() - part.byteSize()) {
      throw new IllegalArgumentException("the part has " + part.byteSize() + " bytes from " + offset + " on, expected them within " + segment.byteSize());
    }
    return new ModelBytes(channel, start + offset, segment.asSlice(offset, part.byteSize()), storage, arena, Ownership.WHOLE);
  }

  /**
   * All bytes, valid until these are closed. Not to be written to.
   *
   * @throws IllegalStateException if these are closed
   */
  public MemorySegment segment() {
    if (!arena.scope().isAlive()) {
      throw new IllegalStateException("the model file is closed");
    }
    return segment;
  }

  /** The number of bytes. */
  public long size() {
    return segment.byteSize();
  }

  /** The storage of the bytes. */
  public Storage storage() {
    return storage;
  }

  /**
   * Pages of the file for a model to keep, after these bytes were closed.
   *
   * @param arena ends the mapping
   * @throws IOException if the file is closed, cannot be mapped, or does not have these bytes
   */
  public MemorySegment map(final long offset, final long bytes, final Arena arena) throws IOException {
    return channel.map(MapMode.READ_ONLY, start + offset, bytes, arena);
  }

  /** Frees the bytes. Closing twice does nothing, nor does closing a part. */
  @Override
  public void close() {
    if (ownership == Ownership.WHOLE || !arena.scope().isAlive()) {
      return;
    }
    arena.close();
    if (ownership == Ownership.THIS) {
      try {
        channel.close();
      } catch (final IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
