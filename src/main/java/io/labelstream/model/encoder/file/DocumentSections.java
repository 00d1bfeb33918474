package io.labelstream.model.encoder.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.search.DocumentRows;
import io.labelstream.model.encoder.search.NeighbourGraph;
import io.labelstream.model.encoder.search.NeighbourGraph.Layer;
import io.labelstream.model.file.Arguments;
import io.labelstream.model.file.NameList;
import io.labelstream.model.file.Safetensors.NewTensor;
import io.labelstream.model.file.Safetensors.Tensor;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.file.TensorReader;
import io.labelstream.model.matrix.file.MatrixWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The sections of a head with documents: see {@link EncoderFile}. */
final class DocumentSections {
  private DocumentSections() {}

  static void write(final EncoderHead.Documents documents, final Map<String, String> arguments, final MatrixWriter tensors) {
    final DocumentRows rows = documents.rows();
    arguments.put(Sections.STEP, Float.toString(rows.scale()));
    arguments.put(Sections.GRAPH, Integer.toString(documents.graph().map(graph -> graph.layers().size()).orElse(0)));
    tensors.bytes(Sections.DOCUMENTS, NameList.write(documents.ids()));
    tensors.add(NewTensor.of(Sections.DOCUMENT_ROWS, Type.I8, rows.values(), rows.count(), rows.dimensions()));
    documents.graph().ifPresent(graph -> {
      arguments.put(Sections.ENTRY, Integer.toString(graph.entry()));
      arguments.put(Sections.EFFORT, Integer.toString(graph.effort()));
      for (int number = 0; number < graph.layers().size(); number++) {
        final Layer layer = graph.layers().get(number);
        if (number > 0) {
          tensors.ints(Sections.GRAPH + number + Sections.LAYER_DOCUMENTS, layer.documents());
        }
        tensors.add(numbers(Sections.GRAPH + number + Sections.STARTS, layer.starts()));
        tensors.add(numbers(Sections.GRAPH + number + Sections.NEIGHBOURS, layer.neighbours()));
      }
    });
  }

  private static NewTensor numbers(final String name, final MemorySegment numbers) {
    return NewTensor.of(name, Type.I32, numbers, numbers.byteSize() / Integer.BYTES);
  }

  static StoredHead.Documents read(final Arguments arguments, final TensorReader tensors, final int dimensions) throws ModelRefusedException {
    final NameList ids = NameList.of(tensors.list(Sections.DOCUMENTS, Type.U8).bytes());
    if (ids.size() == 0) {
      throw new ModelRefusedException(ModelDefect.NOT_A_CLASSIFIER, "the model has a head with no documents");
    }
    final Tensor rows = tensors.take(Sections.DOCUMENT_ROWS, Type.I8, 2);
    if (rows.shape().getFirst() != ids.size() || rows.shape().getLast() != dimensions) {
      throw inconsistent("the documents have the shape " + rows.shape() + ", expected " + ids.size() + " rows of " + dimensions + " numbers");
    }
    final float step = arguments.positive(Sections.STEP);
    try {
      final DocumentRows stored = new DocumentRows(ids.size(), dimensions, step, rows.bytes());
      final Optional<NeighbourGraph> graph = graph(arguments, tensors, ids.size());
      return new StoredHead.Documents(ids, stored, graph);
    } catch (final IllegalArgumentException unsound) {
      throw inconsistent(String.valueOf(unsound.getMessage()));
    }
  }

  private static Optional<NeighbourGraph> graph(final Arguments arguments, final TensorReader tensors, final int documents) throws ModelRefusedException {
    final int count = (int) arguments.number(Sections.GRAPH, 0, NeighbourGraph.MOST_LAYERS);
    if (count == 0) {
      return Optional.empty();
    }
    final List<Layer> layers = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      layers.add(new Layer(
          number == 0 ? IntStream.range(0, documents).toArray() : tensors.ints(Sections.GRAPH + number + Sections.LAYER_DOCUMENTS),
          tensors.list(Sections.GRAPH + number + Sections.STARTS, Type.I32).bytes(),
          tensors.list(Sections.GRAPH + number + Sections.NEIGHBOURS, Type.I32).bytes()));
    }
    return Optional.of(new NeighbourGraph(
        (int) arguments.number(Sections.ENTRY, 0, documents - 1L), (int) arguments.number(Sections.EFFORT, 1, NeighbourGraph.MOST_EFFORT), layers));
  }

  private static ModelRefusedException inconsistent(final String detail) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, detail);
  }
}
