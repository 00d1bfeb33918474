package io.labelstream.model.fasttext.file;

import io.labelstream.model.file.Metadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** The forms of file that a model can be written in. */
public enum ModelForm {
  /** fastText's own quantised form, which the reference reads. It has no place for metadata. */
  FTZ {
    @Override
    public long write(final FastTextFile model, final Metadata metadata, final WritableByteChannel channel) throws IOException {
      return FastTextWriter.write(model, channel);
    }
  },
  /** The compact form, {@link CompactFile}. */
  SAFETENSORS {
    @Override
    public long write(final FastTextFile model, final Metadata metadata, final WritableByteChannel channel) throws IOException {
      return CompactFile.write(model, metadata, channel);
    }
  };

  /**
   * Writes a model.
   *
   * @param metadata left out where the form has no place for them
   * @return how many bytes were written
   * @throws IOException if the channel cannot be written
   */
  public abstract long write(FastTextFile model, Metadata metadata, WritableByteChannel channel) throws IOException;

  /** How many bytes {@link #write} writes. Codes do not change it; numbers that are no half floats make the compact form larger. */
  public long bytes(final FastTextFile model, final Metadata metadata) {
    try (Counter counter = new Counter()) {
      return write(model, metadata, counter);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes everything and keeps nothing. */
  private static final class Counter implements WritableByteChannel {
    @Override
    public int write(final ByteBuffer source) {
      final int count = source.remaining();
      source.position(source.limit());
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // There is nothing to close.
    }
  }
}
