package io.labelstream.kernel;

import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API. The sums of some columns stay in vectors while the rows go by. */
final class VectorPieceKernels extends PieceKernels {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  /** Made here, so that the JVM can do without this class where it is not used. */
  static PieceKernels provider() {
    return new VectorPieceKernels();
  }

  /** The widest vectors of this processor. Apart, so that they are set up when they are first used. */
  private static final class Species {
    /** Of as many lanes as a row has columns in a group, or fewer. */
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, VectorShape.forBitSize(Byte.SIZE * FLOATS.length()));
  }

  @Override
  public void addRows(final long table, final int columns, final long scales, final int[] rows, final int count, final float[] sum) {
    final int lanes = Species.FLOATS.length();
    int column = 0;
    for (; column <= columns - 4 * lanes; column += 4 * lanes) {
      addFour(table, columns, column, scales, rows, count, sum);
    }
    for (; column < columns; column += lanes) {
      addOne(table, columns, column, scales, rows, count, sum);
    }
  }

  private static void addFour(
      final long table, final int columns, final int column, final long scales, final int[] rows, final int count, final float[] sum) {
    final int lanes = Species.FLOATS.length();
    final long start = Memory.start(table + column);
    FloatVector first = FloatVector.fromArray(Species.FLOATS, sum, column);
    FloatVector second = FloatVector.fromArray(Species.FLOATS, sum, column + lanes);
    FloatVector third = FloatVector.fromArray(Species.FLOATS, sum, column + 2 * lanes);
    FloatVector fourth = FloatVector.fromArray(Species.FLOATS, sum, column + 3 * lanes);
    for (int index = 0; index < count; index++) {
      final long row = start + Memory.row(rows[index], columns);
      final float scale = Memory.float32(Memory.start(scales) + Memory.row(rows[index], Float.BYTES));
      first = first.add(floats(row).mul(scale));
      second = second.add(floats(row + lanes).mul(scale));
      third = third.add(floats(row + 2L * lanes).mul(scale));
      fourth = fourth.add(floats(row + 3L * lanes).mul(scale));
    }
    first.intoArray(sum, column);
    second.intoArray(sum, column + lanes);
    third.intoArray(sum, column + 2 * lanes);
    fourth.intoArray(sum, column + 3 * lanes);
  }

  private static void addOne(
      final long table, final int columns, final int column, final long scales, final int[] rows, final int count, final float[] sum) {
    final long start = Memory.start(table + column);
    FloatVector total = FloatVector.fromArray(Species.FLOATS, sum, column);
    for (int index = 0; index < count; index++) {
      final float scale = Memory.float32(Memory.start(scales) + Memory.row(rows[index], Float.BYTES));
      total = total.add(floats(start + Memory.row(rows[index], columns)).mul(scale));
    }
    total.intoArray(sum, column);
  }

  private static FloatVector floats(final long address) {
    final ByteVector bytes = ByteVector.fromMemorySegment(Species.BYTES, Memory.ALL, address, ORDER);
    return (FloatVector) bytes.convertShape(VectorOperators.B2F, Species.FLOATS, 0);
  }
}
