package io.labelstream.train.encoder.source;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.SafetensorsHeader;
import io.labelstream.model.matrix.FloatMatrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A constant of an ONNX file. Numbers of a type that no weight of an encoder has are not kept.
 *
 * @param name empty for a number among attributes
 * @param shape its sizes, outermost first; empty for a single number
 * @param floats the elements, if the type is one of fractions; otherwise empty
 * @param integers the elements of {@link Type#INT64}; otherwise empty
 */
record OnnxTensor(String name, Type type, long[] shape, float[] floats, long[] integers) {
  private static final long[] SINGLE = {};

  /** The types of elements; all that are not named here are {@link #OTHER}. */
  enum Type {
    FLOAT(1),
    INT64(7),
    FLOAT16(10),
    BFLOAT16(16),
    OTHER(0);

    private final int code;

    Type(final int code) {
      this.code = code;
    }

    static Type of(final int code) {
      return Arrays.stream(values()).filter(type -> type.code == code).findFirst().orElse(OTHER);
    }
  }

  static OnnxTensor of(final float value) {
    return new OnnxTensor("", Type.FLOAT, SINGLE, new float[] {value}, new long[0]);
  }

  static OnnxTensor of(final long value) {
    return new OnnxTensor("", Type.INT64, SINGLE, new float[0], new long[] {value});
  }

  static OnnxTensor of(final float[] values) {
    return new OnnxTensor("", Type.FLOAT, new long[] {values.length}, values, new long[0]);
  }

  static OnnxTensor of(final long[] values) {
    return new OnnxTensor("", Type.INT64, new long[] {values.length}, new float[0], values);
  }

  /** A text, which has no numbers, as its name. */
  static OnnxTensor of(final String text) {
    return new OnnxTensor(text, Type.OTHER, SINGLE, new float[0], new long[0]);
  }

  /** The number of sizes: 0 for a single number, 1 for a vector, 2 for a matrix. */
  int rank() {
    return shape.length;
  }

  /** True if this is one number, whatever its shape. */
  boolean isNumber() {
    return floats.length + integers.length == 1;
  }

  /** The only number. */
  double number() {
    return floats.length == 1 ? floats[0] : integers[0];
  }

  /** The same matrix with columns as rows. */
  OnnxTensor transposed() throws ModelRefusedException {
    final FloatMatrix matrix = matrix();
    final float[] turned = new float[floats.length];
    IntStream.range(0, matrix.columns()).parallel().forEach(column -> {
      for (int row = 0; row < matrix.rows(); row++) {
        turned[column * matrix.rows() + row] = floats[row * matrix.columns() + column];
      }
    });
    return new OnnxTensor(name, type, new long[] {matrix.columns(), matrix.rows()}, turned, integers);
  }

  /** The weights as a matrix. */
  FloatMatrix matrix() throws ModelRefusedException {
    if (rank() != 2 || floats.length == 0) {
      throw unusable("a matrix");
    }
    return new FloatMatrix((int) shape[0], (int) shape[1], floats);
  }

  /** The weights as a vector of a size. */
  float[] vector(final int size) throws ModelRefusedException {
    if (rank() != 1 || floats.length != size || size == 0) {
      throw unusable(size == 0 ? "a vector" : "a vector of " + size + " numbers");
    }
    return floats;
  }

  private ModelRefusedException unusable(final String expected) {
    return new ModelRefusedException(
        ModelDefect.UNSUPPORTED, "the constant " + shown() + " of the type " + type + " is used as a weight, expected " + expected + " of FLOAT or FLOAT16");
  }

  /** The name and shape in a form that is safe in a message. */
  String shown() {
    return SafetensorsHeader.shown(name) + " " + Arrays.toString(shape);
  }
}
