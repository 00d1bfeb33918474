package io.labelstream.train.fasttext;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.fasttext.FastTextArtifact;
import io.labelstream.model.fasttext.file.CompactFile;
import io.labelstream.model.fasttext.file.FastTextFile;
import io.labelstream.model.fasttext.file.FastTextWriter;
import io.labelstream.train.ModelForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** The forms of file for fastText models. */
public enum FastTextForm implements ModelForm {
  /** The compact form, {@link CompactFile}, which is smaller. */
  SAFETENSORS(".safetensors", Content.COMPRESSED, Place.INSIDE) {
    @Override
    public long write(final FastTextFile model, final Metadata metadata, final WritableByteChannel channel) throws IOException {
      return CompactFile.write(model, metadata, channel);
    }
  },
  /** fastText's own form, which the reference reads, with the suffix of quantised models. */
  FTZ(".ftz", Content.COMPRESSED, Place.BESIDE) {
    @Override
    public long write(final FastTextFile model, final Metadata metadata, final WritableByteChannel channel) throws IOException {
      return FastTextWriter.write(model, channel);
    }
  },
  /** As {@link #FTZ}, with the suffix of models that are not quantised, or any other suffix. */
  BIN(".bin", Content.TRAINED, Place.BESIDE) {
    @Override
    public long write(final FastTextFile model, final Metadata metadata, final WritableByteChannel channel) throws IOException {
      return FastTextWriter.write(model, channel);
    }
  };

  private final String suffix;
  private final Content content;
  private final Place metadata;

  FastTextForm(final String suffix, final Content content, final Place metadata) {
    this.suffix = suffix;
    this.content = content;
    this.metadata = metadata;
  }

  @Override
  public String suffix() {
    return suffix;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public Place metadata() {
    return metadata;
  }

  @Override
  public long write(final ModelArtifact model, final Metadata texts, final WritableByteChannel channel) throws IOException {
    return write(((FastTextArtifact) model).file(), texts, channel);
  }

  /**
   * Writes a model.
   *
   * @param metadata left out if the form has no place for them
   * @return the number of bytes written
   * @throws IOException if the channel cannot be written
   */
  public abstract long write(FastTextFile model, Metadata metadata, WritableByteChannel channel) throws IOException;

  /** The number of bytes that {@link #write} writes. It does not depend on codes; numbers that are not half floats make the compact form larger. */
  public long bytes(final FastTextFile model, final Metadata texts) {
    try (Counter counter = new Counter()) {
      return write(model, texts, counter);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts bytes and discards them. */
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
