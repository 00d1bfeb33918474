package io.labelstream.wire;

/** The whole value is the text, in UTF-8. Every value decodes; the slice lies in the value itself. */
public final class PlainTextDecoder implements TextDecoder {

  @Override
  public void decode(final byte[] value, final TextSlice slice) {
    slice.set(value, 0, value.length);
  }
}
