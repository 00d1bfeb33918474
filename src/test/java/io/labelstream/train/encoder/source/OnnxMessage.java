package io.labelstream.train.encoder.source;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A message of Protocol Buffers to be written, field by field. */
final class OnnxMessage {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  /** Writes a field. */
  @FunctionalInterface
  private interface Field {
    void write(CodedOutputStream out) throws IOException;
  }

  OnnxMessage text(final int number, final String value) {
    return field(to -> to.writeString(number, value));
  }

  OnnxMessage integer(final int number, final long value) {
    return field(to -> to.writeInt64(number, value));
  }

  OnnxMessage decimal(final int number, final float value) {
    return field(to -> to.writeFloat(number, value));
  }

  OnnxMessage bytes(final int number, final byte[] value) {
    return field(to -> to.writeBytes(number, ByteString.copyFrom(value)));
  }

  OnnxMessage message(final int number, final OnnxMessage value) {
    return bytes(number, value.toBytes());
  }

  byte[] toBytes() {
    field(CodedOutputStream::flush);
    return bytes.toByteArray();
  }

  private OnnxMessage field(final Field field) {
    try {
      field.write(out);
      return this;
    } catch (final IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
