package io.labelstream.model.encoder.search;

import io.labelstream.model.file.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * A graph over documents that leads from an entry to those that are near a vector: a hierarchical navigable small world (Malkov and Yashunin 2018). The
 * uppermost layer has few documents, layer 0 all of them.
 *
 * @param entry the document where a search begins, one of the uppermost layer
 * @param effort the number of documents among which a search goes on, at least 1; more are slower and find more
 * @param layers from layer 0 up
 */
public record NeighbourGraph(int entry, int effort, List<Layer> layers) {
  /** The most layers: each has far fewer documents than the one below. */
  public static final int MOST_LAYERS = 32;
  /** The greatest effort. */
  public static final int MOST_EFFORT = 1 << 16;

  /** @throws IllegalArgumentException if a document, a layer or a neighbour is not where it belongs */
  public NeighbourGraph {
    layers = List.copyOf(layers);
    require(!layers.isEmpty() && layers.size() <= MOST_LAYERS, "a graph has " + layers.size() + " layers, expected 1 to " + MOST_LAYERS);
    require(effort >= 1 && effort <= MOST_EFFORT, "the effort is " + effort + ", expected 1 to " + MOST_EFFORT);
    for (int at = 0; at < layers.size(); at++) {
      final int[] documents = layers.get(at).documents();
      for (int index = 0; index < documents.length; index++) {
        final boolean isInOrder = at == 0 ? documents[index] == index : index == 0 || documents[index] > documents[index - 1];
        require(isInOrder, "the documents of layer " + at + " are not in their order");
        require(at == 0 || layers.get(at - 1).place(documents[index]) >= 0, "a document of layer " + at + " is not in the one below");
      }
      layers.get(at).requireNeighboursWithin();
    }
    require(layers.getLast().place(entry) >= 0, "the entry " + entry + " is no document of the uppermost layer");
  }

  /**
   * A layer.
   *
   * @param documents those that are in it, ascending
   * @param starts where the neighbours of each of them start, and where the last ones end: int32, little endian, aligned or not
   * @param neighbours documents, those of one document after those of the other, in the same form
   */
  public record Layer(int[] documents, MemorySegment starts, MemorySegment neighbours) {
    /** A layer whose neighbours are on the heap. */
    public Layer(final int[] documents, final int[] starts, final int[] neighbours) {
      this(documents, littleEndian(starts), littleEndian(neighbours));
    }

    /** The number of neighbours of all documents. */
    public long neighbourCount() {
      return neighbours.byteSize() / Integer.BYTES;
    }

    int start(final int place) {
      return starts.get(LittleEndian.INT32, (long) place * Integer.BYTES);
    }

    int neighbour(final long index) {
      return neighbours.get(LittleEndian.INT32, index * Integer.BYTES);
    }

    private static MemorySegment littleEndian(final int[] numbers) {
      final MemorySegment bytes = MemorySegment.ofArray(new byte[Math.multiplyExact(numbers.length, Integer.BYTES)]);
      MemorySegment.copy(numbers, 0, bytes, LittleEndian.INT32, 0, numbers.length);
      return bytes;
    }

    /** The place of a document among those of the layer; negative if it is not in it. */
    int place(final int document) {
      return Arrays.binarySearch(documents, document);
    }

    private void requireNeighboursWithin() {
      final long startCount = starts.byteSize() / Integer.BYTES;
      require(startCount == documents.length + 1L && start(0) == 0 && start(documents.length) == neighbourCount(),
          "a layer of " + documents.length + " documents has " + startCount + " starts of " + neighbourCount() + " neighbours");
      for (int at = 0; at < documents.length; at++) {
        if (start(at) > start(at + 1)) {
          throw new IllegalArgumentException("the neighbours of document " + documents[at] + " end before they start");
        }
      }
      for (long at = 0; at < neighbourCount(); at++) {
        if (place(neighbour(at)) < 0) {
          throw new IllegalArgumentException("the neighbour " + neighbour(at) + " is no document of its layer");
        }
      }
    }
  }

  /** The number of documents. */
  public int documents() {
    return layers.getFirst().documents().length;
  }

  private static void require(final boolean holds, final String expectation) {
    if (!holds) {
      throw new IllegalArgumentException(expectation);
    }
  }
}
