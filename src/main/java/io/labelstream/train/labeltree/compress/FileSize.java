package io.labelstream.train.labeltree.compress;

import io.labelstream.model.Metadata;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.model.labeltree.Precision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;

/** The size of a model's file. */
final class FileSize {
  private FileSize() {}

  /** The bytes, as if the file was written. */
  static long of(final LabelTreeModel model, final Metadata metadata) throws IOException {
    return model.write(metadata, Precision.INT8, Channels.newChannel(OutputStream.nullOutputStream()));
  }
}
