package io.labelstream.model.matrix.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.Safetensors.Tensor;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.file.TensorReader;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.model.matrix.ProductQuantizer;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.model.matrix.QuantisedRows;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;

/** Takes and checks the matrices of a file, as {@link MatrixWriter} lays them out. Not thread-safe. */
public final class MatrixReader {
  /** The most columns of a matrix, and the most rows of one that makes columns for another: products of two sizes stay far within 64 bits. */
  public static final int MOST_COLUMNS = 1 << 16;

  private static final int MOST_ROWS = 1 << 24;
  /** As many as an array on the heap takes as float32 within 2 GiB of a file. */
  private static final long MOST_NUMBERS = Integer.MAX_VALUE / Float.BYTES;

  private final TensorReader tensors;

  public MatrixReader(final TensorReader tensors) {
    this.tensors = tensors;
  }

  /**
   * Takes a matrix of any size.
   *
   * @throws ModelRefusedException if it is missing, or has another form, a scale below 0 or a number that is not finite
   */
  public StoredMatrix matrix(final String name, final Precision precision) throws ModelRefusedException {
    return switch (precision) {
      case FLOAT32 -> floats(name);
      case INT8 -> bytes(name);
    };
  }

  /**
   * Takes a matrix of a given size.
   *
   * @throws ModelRefusedException as {@link #matrix(String, Precision)}, or if it has another size
   */
  public StoredMatrix matrix(final String name, final Precision precision, final int rows, final int columns) throws ModelRefusedException {
    final StoredMatrix matrix = matrix(name, precision);
    requireSize(name, "rows", matrix.rows(), rows);
    requireSize(name, "columns", matrix.columns(), columns);
    return matrix;
  }

  /** True if there are product-quantised rows of this name. */
  public boolean hasProduct(final String name) {
    return tensors.has(name + MatrixWriter.CODES);
  }

  /**
   * Takes product-quantised rows; the centroids are copied.
   *
   * @throws ModelRefusedException if a part is missing, or has another form or a number that is not finite, or sub-vectors do not fill the columns
   */
  public ProductRows product(final String name, final Precision precision, final int columns) throws ModelRefusedException {
    final Tensor codes = take(name + MatrixWriter.CODES, Type.U8);
    final int rows = (int) (long) codes.shape().getFirst();
    final int subvectors = (int) (long) codes.shape().getLast();
    if (columns % subvectors != 0) {
      throw inconsistent("the rows of %s have %d sub-vectors, expected a divisor of %d columns", name, subvectors, columns);
    }
    final int width = columns / subvectors;
    final FloatMatrix centroids = matrix(name + MatrixWriter.CENTROIDS, precision, subvectors, ProductQuantizer.CENTROIDS * width).floats();
    return new ProductRows(
        rows, codes.bytes(), new ProductQuantizer(columns, subvectors, width, width, centroids.view().values()), norms(name, rows));
  }

  private Optional<ProductRows.Norms> norms(final String name, final int rows) throws ModelRefusedException {
    if (!tensors.has(name + MatrixWriter.NORMS)) {
      return Optional.empty();
    }
    final MemorySegment codes = tensors.list(name + MatrixWriter.NORMS, Type.U8).bytes();
    requireSize(name + MatrixWriter.NORMS, "codes", codes.byteSize(), rows);
    return Optional.of(new ProductRows.Norms(codes, MemorySegment.ofArray(vector(name + MatrixWriter.NORM_CENTROIDS, ProductQuantizer.CENTROIDS))));
  }

  /**
   * Takes numbers of float32 as an array.
   *
   * @throws ModelRefusedException if they are missing, are not so many, or one is not finite
   */
  public float[] vector(final String name, final int length) throws ModelRefusedException {
    final float[] values = tensors.floats(name);
    requireSize(name, "numbers", values.length, length);
    return values;
  }

  /**
   * Refuses a size that another one contradicts.
   *
   * @throws ModelRefusedException if the two sizes differ
   */
  public static void requireSize(final String name, final String unit, final long actual, final long expected) throws ModelRefusedException {
    if (actual != expected) {
      throw inconsistent("%s has %d %s, expected %d", name, actual, unit, expected);
    }
  }

  private StoredMatrix bytes(final String name) throws ModelRefusedException {
    final Tensor values = take(name, Type.I8);
    final int rows = (int) (long) values.shape().getFirst();
    final Tensor scales = tensors.list(name + MatrixWriter.SCALES, Type.F32);
    requireSize(name + MatrixWriter.SCALES, "numbers", scales.shape().getFirst(), rows);
    requireFinite(scales);
    for (long row = 0; row < rows; row++) {
      final float scale = scales.bytes().get(LittleEndian.FLOAT32, row * Float.BYTES);
      if (scale < 0) {
        throw inconsistent("the scale of row %d of %s is %s, expected at least 0", row, name, scale);
      }
    }
    return new StoredMatrix.Bytes(new QuantisedRows(rows, (int) (long) values.shape().getLast(), values.bytes(), scales.bytes()));
  }

  private StoredMatrix floats(final String name) throws ModelRefusedException {
    final Tensor values = take(name, Type.F32);
    requireFinite(values);
    return new StoredMatrix.Floats((int) (long) values.shape().getFirst(), (int) (long) values.shape().getLast(), values.bytes());
  }

  private Tensor take(final String name, final Type type) throws ModelRefusedException {
    final Tensor tensor = tensors.take(name, type, 2);
    final long rows = tensor.shape().getFirst();
    final long columns = tensor.shape().getLast();
    if (rows < 1 || rows > MOST_ROWS || columns < 1 || columns > MOST_COLUMNS || rows * columns > MOST_NUMBERS) {
      throw inconsistent("the tensor %s has the shape %s, expected 1 to %d rows of 1 to %d numbers", name, tensor.shape(), MOST_ROWS, MOST_COLUMNS);
    }
    return tensor;
  }

  private static void requireFinite(final Tensor tensor) throws ModelRefusedException {
    final MemorySegment bytes = tensor.bytes();
    for (long at = 0; at < bytes.byteSize(); at += Float.BYTES) {
      if (!Float.isFinite(bytes.get(LittleEndian.FLOAT32, at))) {
        throw new ModelRefusedException(ModelDefect.NOT_FINITE, tensor.name() + " has a number that is infinite or not a number");
      }
    }
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
