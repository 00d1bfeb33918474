package io.labelstream.model.encoder.file;

import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.search.DocumentRows;
import io.labelstream.model.encoder.search.NeighbourGraph;
import io.labelstream.model.file.NameList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A head in the bytes of a file. Immutable, valid as long as these are. */
public sealed interface StoredHead {
  /** The head with its names on the heap. */
  EncoderHead head();

  /** The names of its labels. */
  NameList names();

  /** {@link EncoderHead.None}. */
  record None() implements StoredHead {
    @Override
    public EncoderHead head() {
      return new EncoderHead.None();
    }

    @Override
    public NameList names() {
      return NameList.empty();
    }
  }

  /**
   * {@link EncoderHead.LabelRows}.
   *
   * @param head on the heap
   */
  record Labels(NameList names, EncoderHead.LabelRows head) implements StoredHead {}

  /**
   * {@link EncoderHead.Documents}.
   *
   * @param names the ids
   * @param rows a view of the file
   * @param graph neighbours are views of the file
   */
  record Documents(NameList names, DocumentRows rows, Optional<NeighbourGraph> graph) implements StoredHead {
    @Override
    public EncoderHead head() {
      final List<byte[]> ids = IntStream.range(0, names.size()).mapToObj(names::name).toList();
      return new EncoderHead.Documents(ids, rows, graph);
    }
  }
}
