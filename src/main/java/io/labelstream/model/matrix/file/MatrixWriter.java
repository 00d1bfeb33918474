package io.labelstream.model.matrix.file;

import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.Safetensors.NewTensor;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.model.matrix.FloatRows;
import io.labelstream.model.matrix.ProductQuantizer;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.model.matrix.QuantisedMatrix;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects the tensors of a new file. Not thread-safe.
 *
 * <pre>
 *  a matrix:  float32:  name         F32  [rows, columns]   rows one after the other
 *             int8:     name         I8   [rows, columns]   from -127 to 127, rows one after the other
 *                       name.scales  F32  [rows]            an element is the byte times the scale of its row
 *
 *  product-quantised:   name.codes           U8      [rows, sub-vectors]
 *                       name.centroids       matrix  [sub-vectors, 256 * columns of a sub-vector]
 *                       name.norms           U8      [rows]     codes; optional, with the next one
 *                       name.norm_centroids  F32     [256]      an element is that of the centroid times the norm of its row
 * </pre>
 */
public final class MatrixWriter {
  static final String SCALES = ".scales";
  static final String CODES = ".codes";
  static final String CENTROIDS = ".centroids";
  static final String NORMS = ".norms";
  static final String NORM_CENTROIDS = ".norm_centroids";

  private final List<NewTensor> tensors = new ArrayList<>();

  /** Adds a matrix; {@link Precision#INT8} rounds its numbers. */
  public void matrix(final String name, final FloatMatrix matrix, final Precision precision) {
    switch (precision) {
      case FLOAT32 -> tensors.add(floats(name, matrix.values(), matrix.rows(), matrix.columns()));
      case INT8 -> {
        final QuantisedMatrix quantised = QuantisedMatrix.of(matrix);
        tensors.add(NewTensor.of(name, Type.I8, MemorySegment.ofArray(quantised.values()), matrix.rows(), matrix.columns()));
        vector(name + SCALES, quantised.scales());
      }
    }
  }

  /** Adds numbers of float32. */
  public void vector(final String name, final float[] values) {
    tensors.add(floats(name, values, values.length));
  }

  /** Adds a list of 32-bit numbers. */
  public void ints(final String name, final int[] values) {
    ints(name, values, values.length);
  }

  /**
   * Adds 32-bit numbers.
   *
   * @param shape the sizes, outermost first
   */
  public void ints(final String name, final int[] values, final long... shape) {
    tensors.add(NewTensor.of(name, Type.I32, out -> {
      for (final int value : values) {
        out.int32(value);
      }
    }, shape));
  }

  /**
   * Adds product-quantised rows; {@link Precision#INT8} rounds their centroids.
   *
   * @throws IllegalArgumentException if the sub-vectors have different widths
   */
  public void product(final String name, final ProductRows rows, final Precision precision) {
    final ProductQuantizer quantizer = rows.quantizer();
    if (quantizer.lastSubvectorColumns() != quantizer.subvectorColumns()) {
      throw new IllegalArgumentException("the last sub-vector of " + name + " has " + quantizer.lastSubvectorColumns() + " columns, expected "
          + quantizer.subvectorColumns() + ", as the others");
    }
    tensors.add(NewTensor.of(name + CODES, Type.U8, rows.codes(), rows.rows(), quantizer.subvectors()));
    final int columns = ProductQuantizer.CENTROIDS * quantizer.subvectorColumns();
    matrix(name + CENTROIDS, new FloatRows(quantizer.subvectors(), columns, quantizer.centroids()).floats(), precision);
    rows.norms().ifPresent(norms -> {
      bytes(name + NORMS, norms.codes());
      vector(name + NORM_CENTROIDS, norms.centroids().toArray(LittleEndian.FLOAT32));
    });
  }

  /** Adds a list of bytes. */
  public void bytes(final String name, final byte[] values) {
    bytes(name, MemorySegment.ofArray(values));
  }

  /** Adds a list of bytes. */
  public void bytes(final String name, final MemorySegment values) {
    tensors.add(NewTensor.of(name, Type.U8, values, values.byteSize()));
  }

  /** Adds a tensor of any kind. */
  public void add(final NewTensor tensor) {
    tensors.add(tensor);
  }

  /** The tensors by falling width of their elements, so that all are aligned, else in the order in which they were added. */
  public List<NewTensor> tensors() {
    return tensors.stream().sorted(Comparator.comparingInt((NewTensor tensor) -> tensor.type().bytes()).reversed()).toList();
  }

  private static NewTensor floats(final String name, final float[] values, final long... shape) {
    return NewTensor.of(name, Type.F32, out -> {
      for (final float value : values) {
        out.int32(Float.floatToRawIntBits(value));
      }
    }, shape);
  }
}
