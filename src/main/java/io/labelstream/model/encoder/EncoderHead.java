package io.labelstream.model.encoder;

import io.labelstream.model.encoder.search.DocumentRows;
import io.labelstream.model.encoder.search.NeighbourGraph;
import io.labelstream.model.matrix.FloatMatrix;
import java.util.List;
import java.util.Optional;

/** The part of a model that turns a text's vector into labels. */
public sealed interface EncoderHead {

  /** No labels: the model only gives vectors. */
  record None() implements EncoderHead {}

  /**
   * Labels by prototypes or by a linear map: a row's margin is {@code scale × (row · vector) + bias}, a label's margin is the greatest one of its rows, and the
   * scores are the softmax of the labels' margins.
   *
   * @param labels names, UTF-8, by their ids
   * @param rows one or several for each label
   * @param labelOfRow the label id of each row
   * @param bias one number a row
   * @param scale of the product of a row and the vector
   */
  record LabelRows(List<byte[]> labels, FloatMatrix rows, int[] labelOfRow, float[] bias, float scale) implements EncoderHead {
    public LabelRows {
      labels = List.copyOf(labels);
    }
  }

  /**
   * Documents: the labels of a text are the ids of the nearest ones, their scores the cosines.
   *
   * @param ids UTF-8, by the number of the document
   * @param rows the vectors of the documents
   * @param graph over the documents; empty: a text is compared with all of them
   */
  record Documents(List<byte[]> ids, DocumentRows rows, Optional<NeighbourGraph> graph) implements EncoderHead {
    /** @throws IllegalArgumentException if there are not as many ids, rows and documents of the graph */
    public Documents {
      ids = List.copyOf(ids);
      if (rows.count() != ids.size() || graph.isPresent() && graph.get().documents() != ids.size()) {
        throw new IllegalArgumentException("there are " + ids.size() + " ids, " + rows.count() + " rows and "
            + graph.map(NeighbourGraph::documents).orElse(rows.count()) + " documents of a graph, expected as many of each");
      }
    }
  }
}
