package io.labelstream.model.encoder.family;

import io.labelstream.model.ModelDescription.Part;
import io.labelstream.model.ModelDescription.Property;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ScoreMeaning;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.encoder.file.StoredBody;
import io.labelstream.model.encoder.file.StoredHead;
import io.labelstream.model.encoder.file.StoredOutput;
import io.labelstream.model.encoder.search.NeighbourGraph;
import io.labelstream.model.matrix.file.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Describes a sentence encoder by its file. */
final class EncoderDescription {
  /** Far more than sums of floats in another order change a score or a number of a vector by. */
  private static final float SCORE_TOLERANCE = 1e-3f;

  private EncoderDescription() {}

  static ModelDescription of(final EncoderFile file, final long bytes, final List<Part> parts) {
    return new ModelDescription(
        EncoderFile.FORM.family(),
        EncoderFile.FORM.version(),
        bytes,
        labels(file.head()),
        OptionalInt.of(file.dimensions()),
        score(file.head()),
        SCORE_TOLERANCE,
        properties(file),
        grouped(parts));
  }

  /** A layer, or a matrix with its scales, as one part. */
  private static List<Part> grouped(final List<Part> tensors) {
    final Map<String, Long> bytes = new LinkedHashMap<>();
    for (final Part tensor : tensors) {
      final int dot = tensor.name().indexOf('.');
      bytes.merge(dot < 0 ? tensor.name() : tensor.name().substring(0, dot), tensor.bytes(), Long::sum);
    }
    return bytes.entrySet().stream().map(part -> new Part(part.getKey(), part.getValue())).toList();
  }

  private static int labels(final StoredHead head) {
    return head.names().size();
  }

  private static ScoreMeaning score(final StoredHead head) {
    return head instanceof StoredHead.Documents ? ScoreMeaning.SIMILARITY : ScoreMeaning.PROBABILITY;
  }

  private static List<Property> properties(final EncoderFile file) {
    final List<Property> properties = new ArrayList<>();
    switch (file.body()) {
      case StoredBody.Table table -> {
        properties.add(new Property("tier", "static"));
        if (table.pairs().count() > 0) {
          properties.add(new Property("pairs of pieces", Integer.toString(table.pairs().count())));
        }
      }
      case StoredBody.Transformer transformer -> {
        properties.add(new Property("tier", "transformer"));
        properties.add(new Property("layers", Integer.toString(transformer.layers().size())));
        properties.add(new Property("attention heads", Integer.toString(transformer.heads())));
        properties.add(new Property("width", Integer.toString(transformer.dimensions())));
        properties.add(new Property("positions", Integer.toString(transformer.positions().rows())));
      }
    }
    properties.add(new Property("weights", file.precision() == Precision.FLOAT32 ? "float32 in the file, int8 in memory" : word(file.precision())));
    properties.add(new Property("pieces", Integer.toString(file.body().pieces())));
    properties.add(new Property("letter case", word(file.vocabulary().letterCase())));
    properties.add(new Property("accents", word(file.vocabulary().accents())));
    properties.add(new Property("pooling", word(file.output().pooling())));
    properties.add(new Property("dense maps", dense(file.output())));
    properties.add(new Property("length", file.output().length() == VectorLength.UNIT ? "1" : word(file.output().length())));
    switch (file.head()) {
      case StoredHead.None _ -> properties.add(new Property("head", "none, vectors only"));
      case StoredHead.Labels labels -> {
        properties.add(new Property("head", "labels"));
        properties.add(new Property("label rows", Integer.toString(labels.head().rows().rows())));
        properties.add(new Property("scale", Float.toString(labels.head().scale())));
      }
      case StoredHead.Documents documents -> {
        properties.add(new Property("head", "documents"));
        properties.add(new Property("search", documents.graph().map(EncoderDescription::search).orElse("exact")));
      }
    }
    properties.add(new Property("metadata", file.metadata().texts().isEmpty() ? "none" : String.join(", ", file.metadata().texts().keySet())));
    return properties;
  }

  private static String search(final NeighbourGraph graph) {
    return String.format(Locale.ROOT, "graph, effort %d, %d layers, %.1f neighbours a document", graph.effort(), graph.layers().size(),
        (double) graph.layers().getFirst().neighbourCount() / graph.documents());
  }

  private static String dense(final StoredOutput output) {
    return output.dense().isEmpty()
        ? "none"
        : output.dense().stream()
            .map(map -> map.weight().columns() + " to " + map.weight().rows() + ", " + word(map.activation()))
            .collect(Collectors.joining("; "));
  }

  private static String word(final Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
