package io.labelstream.cli.model;

import io.labelstream.cli.output.Decimals;
import io.labelstream.model.Labels;
import io.labelstream.model.Predictions;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes {@code label score [label score …]} with single spaces; an empty line for a text without labels. Labels are the bytes of the model file, as fastText's
 * own tools print them, but each white space within is {@code _}, so that a label is one word.
 */
final class TextLabelWriter implements LabelWriter {
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;
  private final Labels labels;
  private final byte[][] labelBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int used;

  TextLabelWriter(final OutputStream out, final Labels labels) {
    this.out = out;
    this.labels = labels;
    this.labelBytes = new byte[labels.size()][];
  }

  @Override
  public void write(final Predictions predictions) throws IOException {
    for (int rank = 0; rank < predictions.count(); rank++) {
      if (rank > 0) {
        put(' ');
      }
      put(label(predictions.label(rank)));
      put(' ');
      reserve(Decimals.MAX_BYTES);
      used = Decimals.write(predictions.score(rank), buffer, used);
    }
    put('\n');
  }

  @Override
  public void flush() throws IOException {
    if (used > 0) {
      out.write(buffer, 0, used);
      used = 0;
    }
    out.flush();
  }

  private byte[] label(final int id) {
    byte[] bytes = labelBytes[id];
    if (bytes == null) {
      bytes = inOneWord(labels.bytes(id));
      labelBytes[id] = bytes;
    }
    return bytes;
  }

  private static byte[] inOneWord(final byte[] label) {
    for (int at = 0; at < label.length; at++) {
      label[at] = Character.isWhitespace(label[at]) ? (byte) '_' : label[at];
    }
    return label;
  }

  private void put(final char ascii) throws IOException {
    reserve(1);
    buffer[used++] = (byte) ascii;
  }

  private void put(final byte[] bytes) throws IOException {
    if (bytes.length > BUFFER_BYTES) {
      flush();
      out.write(bytes);
      return;
    }
    reserve(bytes.length);
    System.arraycopy(bytes, 0, buffer, used, bytes.length);
    used += bytes.length;
  }

  private void reserve(final int bytes) throws IOException {
    if (buffer.length - used < bytes) {
      out.write(buffer, 0, used);
      used = 0;
    }
  }
}
