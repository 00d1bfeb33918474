package io.labelstream.model.labeltree.file;

import java.lang.foreign.MemorySegment;

/**
 * A tree as a file has it: see {@link LabelTreeFile}. The arrays are not copied and not to be written to.
 *
 * @param children the number of children of each node, level by level
 * @param labels the labels of the terminal nodes in the order of the nodes
 * @param biases the bias of each node, finite
 * @param steps the step of each node, finite and at least 0; empty if weights are half floats
 * @param rows {@link RowCodes} of the chunks in the order of their nodes
 * @param entries the entries of all rows, one after the other
 */
public record TreeSections(int[] children, int[] labels, float[] biases, float[] steps, MemorySegment rows, MemorySegment entries) {
  /** The width of an entry with a weight of one byte. */
  public static final int STEP_ENTRY = 2;

  /** The width of an entry with a half float. */
  public static final int HALF_ENTRY = 3;

  /** The width of an entry. */
  public int entryBytes() {
    return steps.length > 0 ? STEP_ENTRY : HALF_ENTRY;
  }

  /** The number of entries, which is that of the weights. */
  public long weights() {
    return entries.byteSize() / entryBytes();
  }
}
