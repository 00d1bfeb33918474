package io.labelstream.wire;

import java.util.AbstractList;

/** The numbers of an array, for an Avro record. {@link AvroValueWriter} writes them without making objects of them. */
final class FloatList extends AbstractList<Float> {
  static final FloatList EMPTY = new FloatList(new float[0]);

  private final float[] values;

  FloatList(final float[] values) {
    this.values = values;
  }

  float value(final int index) {
    return values[index];
  }

  @Override
  public Float get(final int index) {
    return values[index];
  }

  @Override
  public int size() {
    return values.length;
  }
}
