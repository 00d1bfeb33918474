package io.labelstream.model.file;

import io.labelstream.model.FileTables;
import io.labelstream.model.Labels;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelMemory.Part;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.OffHeapLabels;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;

/**
 * Names as a section of a file: UTF-8, each ended by a zero, none empty. Immutable.
 *
 * @param section the bytes, a view of the file
 * @param starts the start of each name in the section, and the end of the last one with its zero
 */
public record NameList(MemorySegment section, int[] starts) {

  /**
   * The names of a section.
   *
   * @param section less than 2 GiB
   * @throws ModelRefusedException if a name is empty, or the last one is not ended
   */
  public static NameList of(final MemorySegment section) throws ModelRefusedException {
    int count = 0;
    for (long at = 0; at < section.byteSize(); at++) {
      count += section.get(LittleEndian.INT8, at) == 0 ? 1 : 0;
    }
    final int[] starts = new int[count + 1];
    int name = 0;
    for (int at = 0; at < section.byteSize(); at++) {
      if (section.get(LittleEndian.INT8, at) == 0) {
        if (at == starts[name]) {
          throw new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, "the name of label %d is empty", name));
        }
        starts[++name] = at + 1;
      }
    }
    if (starts[name] != section.byteSize()) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, "the name of the last label is not ended by a zero");
    }
    return new NameList(section, starts);
  }

  /** The section of names, none with a byte of 0. */
  public static MemorySegment write(final List<byte[]> names) {
    final ByteArrayOutputStream section = new ByteArrayOutputStream();
    for (final byte[] name : names) {
      section.writeBytes(name);
      section.write(0);
    }
    return MemorySegment.ofArray(section.toByteArray());
  }

  /** No names. */
  public static NameList empty() {
    return new NameList(MemorySegment.ofArray(new byte[0]), new int[] {0});
  }

  /**
   * The memory that {@link #open} takes.
   *
   * @param purpose of the names
   */
  public List<Part> memory(final String purpose, final FileTables tables) {
    return tables.kind(section) == Kind.MAPPED
        ? List.of(new Part(purpose, Kind.MAPPED, section.byteSize()), new Part(purpose + ", starts", Kind.REQUIRED, OffHeapLabels.bytesInPlace(size())))
        : List.of(new Part(purpose, Kind.REQUIRED, OffHeapLabels.bytesFor(size(), this::length)));
  }

  /**
   * The names as labels off the heap.
   *
   * @param arena ends them
   */
  public Labels open(final FileTables tables, final Arena arena) {
    return tables.kind(section) == Kind.MAPPED
        ? OffHeapLabels.inPlace(tables.serve(section, 1, arena), starts, 1, arena)
        : OffHeapLabels.of(section, size(), this::start, this::length, arena);
  }

  /** The number of names. */
  public int size() {
    return starts.length - 1;
  }

  /** The bytes of a name without its zero. */
  public byte[] name(final int index) {
    return section.asSlice(starts[index], length(index)).toArray(LittleEndian.INT8);
  }

  /** The start of a name in the section. */
  public int start(final int index) {
    return starts[index];
  }

  /** The number of bytes of a name without its zero. */
  public int length(final int index) {
    return starts[index + 1] - starts[index] - 1;
  }
}
