package io.labelstream.model.labeltree;

import io.labelstream.model.FileTables;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.labeltree.ChunkRows.EntryPlace;
import io.labelstream.model.labeltree.file.RowCodes;
import io.labelstream.model.labeltree.file.TreeSections;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/**
 * A tree of a file that was found sound.
 *
 * @param name its name in the file
 * @param chunks the number of nodes with children
 * @param cells the number of cells of all chunks, see {@link ChunkRows}
 * @param wholeBytes the bytes of their blocks with entries
 * @param indexBytes the bytes of their blocks without
 */
record StoredTree(String name, TreeSections sections, TreeShape shape, int chunks, long cells, long wholeBytes, long indexBytes) {
  /**
   * Checks a tree.
   *
   * @param labels the number of labels that it must have
   * @param features the number of all features
   * @throws ModelRefusedException if the sections contradict each other, or a weight is not finite
   */
  static StoredTree of(final String name, final TreeSections sections, final int labels, final int features) throws ModelRefusedException {
    final TreeShape shape;
    try {
      shape = TreeShape.of(sections.children(), sections.labels());
    } catch (final IllegalArgumentException unsound) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, name + ": " + unsound.getMessage());
    }
    if (shape.labels() != labels) {
      throw inconsistent("%s has %d labels, expected %d", name, shape.labels(), labels);
    }
    final RowCodes.Reader reader = new RowCodes.Reader(sections, name, features);
    final ChunkRows rows = new ChunkRows(features);
    int chunks = 0;
    long cells = 0;
    long wholeBytes = 0;
    long indexBytes = 0;
    long entry = 0;
    for (int node = 0; node < shape.nodes(); node++) {
      if (shape.childCount(node) > 0) {
        rows.read(reader, shape.childCount(node));
        for (int row = 0; row < rows.count(); row++) {
          entry = checkedRow(name, sections, entry, rows.firstEntry(row + 1) - rows.firstEntry(row), shape.childCount(node));
        }
        chunks++;
        cells += rows.cells();
        wholeBytes += rows.blockBytes(EntryPlace.BLOCK, sections.entryBytes());
        indexBytes += rows.blockBytes(EntryPlace.FILE, sections.entryBytes());
      }
    }
    reader.requireEnd();
    if (cells > Integer.MAX_VALUE || Math.max(wholeBytes, indexBytes) / ChunkRows.UNIT > Integer.MAX_VALUE) {
      throw new ModelRefusedException(ModelDefect.UNSUPPORTED, name + " has too many weights");
    }
    return new StoredTree(name, sections, shape, chunks, cells, wholeBytes, indexBytes);
  }

  /** Checks the entries of a row, and returns the number of the entry behind them. */
  private static long checkedRow(final String name, final TreeSections sections, final long first, final int count, final int children)
      throws ModelRefusedException {
    final int width = sections.entryBytes();
    final MemorySegment entries = sections.entries();
    int before = -1;
    for (long at = first * width; at < (first + count) * width; at += width) {
      final int child = entries.get(LittleEndian.INT8, at) & 0xFF;
      if (child <= before || child >= children) {
        throw inconsistent("%s has an entry for child %d after %d of %d children", name, child, before, children);
      }
      if (width == TreeSections.HALF_ENTRY && !Float.isFinite(Float.float16ToFloat(entries.get(LittleEndian.INT16, at + 1)))) {
        throw new ModelRefusedException(ModelDefect.NOT_FINITE, name + " has a weight that is infinite or not a number");
      }
      before = child;
    }
    return first + count;
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }

  /** The form of the weights. */
  Precision precision() {
    return sections.entryBytes() == TreeSections.STEP_ENTRY ? Precision.INT8 : Precision.FLOAT16;
  }

  /** The place of the entries once the tree is open: they are as the file has them wherever they are, and stay in its pages if it is mapped. */
  EntryPlace entryPlace(final FileTables tables) {
    return tables.kind(sections.entries()) == Kind.MAPPED ? EntryPlace.FILE : EntryPlace.BLOCK;
  }

  /** The bytes of all blocks. */
  long blockBytes(final EntryPlace place) {
    return place == EntryPlace.FILE ? indexBytes : wholeBytes;
  }

  /** The tree on the heap. */
  LabelTree tree(final int features) {
    try {
      return new LabelTree(shape, weights(features));
    } catch (final ModelRefusedException changed) {
      throw new IllegalStateException("the file was changed after it was read", changed);
    }
  }

  private NodeWeights[] weights(final int features) throws ModelRefusedException {
    final int[] counts = new int[shape.nodes()];
    final NodeWeights[] weights = new NodeWeights[shape.nodes()];
    final int width = sections.entryBytes();
    final MemorySegment entries = sections.entries();
    for (int pass = 0; pass < 2; pass++) {
      final RowCodes.Reader reader = new RowCodes.Reader(sections, name, features);
      long at = 0;
      for (int node = 0; node < shape.nodes(); node++) {
        final int rows = shape.childCount(node) > 0 ? reader.chunk() : 0;
        for (int row = 0; row < rows; row++) {
          reader.row(shape.childCount(node));
          for (int entry = reader.entries(); entry > 0; entry--) {
            final int child = shape.firstChild(node) + (entries.get(LittleEndian.INT8, at) & 0xFF);
            final int index = counts[child]++;
            if (pass > 0) {
              weights[child].features()[index] = reader.feature();
              weights[child].weights()[index] = width == TreeSections.HALF_ENTRY
                  ? Float.float16ToFloat(entries.get(LittleEndian.INT16, at + 1))
                  : entries.get(LittleEndian.INT8, at + 1) * sections.steps()[child];
            }
            at += width;
          }
        }
      }
      if (pass == 0) {
        for (int node = 0; node < counts.length; node++) {
          weights[node] = new NodeWeights(new int[counts[node]], new float[counts[node]], sections.biases()[node]);
          counts[node] = 0;
        }
      }
    }
    return weights;
  }
}
