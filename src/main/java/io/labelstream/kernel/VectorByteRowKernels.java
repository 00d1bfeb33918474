package io.labelstream.kernel;

import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API: products are shorts, two of which are added as such before they become ints. */
public final class VectorByteRowKernels extends ByteRowKernels {
  /** Made here, so that the JVM can do without this class where it is not used. */
  static ByteRowKernels provider() {
    return new VectorByteRowKernels();
  }

  /** The widest vectors of this processor, and bytes for as many elements. Apart, so that they are set up when they are first used. */
  private static final class Species {
    static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
  }

  @Override
  public void dots(final long rows, final int rowBytes, final int count, final short[] x, final int[] out) {
    final long start = Memory.start(rows);
    for (int index = 0; index < count; index++) {
      out[index] = dot(start + Memory.row(index, rowBytes), rowBytes, x);
    }
  }

  @Override
  public void dots(final long table, final int rowBytes, final int[] rows, final int count, final short[] x, final int[] out) {
    final long start = Memory.start(table);
    for (int index = 0; index < count; index++) {
      out[index] = dot(start + Memory.row(rows[index], rowBytes), rowBytes, x);
    }
  }

  private static int dot(final long row, final int rowBytes, final short[] x) {
    final int lanes = Species.SHORTS.length();
    IntVector sum = IntVector.zero(Species.INTS);
    for (int column = 0; column < rowBytes; column += 2 * lanes) {
      final ShortVector pairs = products(row, column, x).add(products(row, column + lanes, x));
      final IntVector both = pairs.reinterpretAsInts();
      sum = sum.add(both.lanewise(VectorOperators.LSHL, Short.SIZE).lanewise(VectorOperators.ASHR, Short.SIZE)).add(both.lanewise(VectorOperators.ASHR, Short.SIZE));
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  private static ShortVector products(final long row, final int column, final short[] x) {
    final ByteVector bytes = ByteVector.fromMemorySegment(Species.BYTES, Memory.ALL, row + column, ByteOrder.LITTLE_ENDIAN);
    return ((ShortVector) bytes.convertShape(VectorOperators.B2S, Species.SHORTS, 0)).mul(ShortVector.fromArray(Species.SHORTS, x, column));
  }
}
