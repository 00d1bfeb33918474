package io.labelstream.model.matrix.file;

import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.model.matrix.FloatRows;
import io.labelstream.model.matrix.QuantisedMatrix;
import io.labelstream.model.matrix.QuantisedRows;
import io.labelstream.model.matrix.WeightRows;
import java.lang.foreign.MemorySegment;

/** A matrix in the bytes of a file. Immutable, valid as long as these are. */
public sealed interface StoredMatrix {
  int rows();

  int columns();

  /** The numbers, on the heap. */
  FloatMatrix floats();

  /** The numbers as 8-bit integers: views of the file if it has them so, else on the heap. */
  QuantisedRows quantised();

  /** A view of the file. */
  WeightRows weights();

  /** {@link Precision#INT8}. */
  record Bytes(QuantisedRows quantised) implements StoredMatrix {
    @Override
    public int rows() {
      return quantised.rows();
    }

    @Override
    public int columns() {
      return quantised.columns();
    }

    @Override
    public FloatMatrix floats() {
      return quantised.floats();
    }

    @Override
    public QuantisedRows weights() {
      return quantised;
    }
  }

  /**
   * {@link Precision#FLOAT32}.
   *
   * @param values float32, little endian, row by row
   */
  record Floats(int rows, int columns, MemorySegment values) implements StoredMatrix {
    @Override
    public FloatMatrix floats() {
      return weights().floats();
    }

    @Override
    public QuantisedRows quantised() {
      return QuantisedMatrix.of(floats()).view();
    }

    @Override
    public FloatRows weights() {
      return new FloatRows(rows, columns, values);
    }
  }
}
