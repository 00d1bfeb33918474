package io.labelstream.model.inception.family;

import io.labelstream.model.ModelDescription.Part;
import io.labelstream.model.ModelDescription.Property;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ScoreMeaning;
import io.labelstream.model.file.Arguments;
import io.labelstream.model.inception.InceptionWeights;
import io.labelstream.model.inception.WordRules.StopWords;
import io.labelstream.model.inception.file.InceptionFile;
import io.labelstream.model.matrix.FloatRows;
import io.labelstream.model.matrix.MatrixRows;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.model.matrix.QuantisedRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** Describes a convolutional network by its file. */
final class InceptionDescription {
  /** Far more than sums of floats in another order change a score by. */
  private static final float SCORE_TOLERANCE = 1e-4f;

  private InceptionDescription() {}

  static ModelDescription of(final InceptionFile file, final long bytes, final List<Part> parts) {
    return new ModelDescription(
        InceptionFile.FORM.family(),
        InceptionFile.FORM.version(),
        bytes,
        file.labels().size(),
        OptionalInt.empty(),
        ScoreMeaning.INDEPENDENT_PROBABILITY,
        SCORE_TOLERANCE,
        properties(file),
        grouped(parts));
  }

  /** The parts of a map, or of a matrix, as one part. */
  private static List<Part> grouped(final List<Part> tensors) {
    final Map<String, Long> bytes = new LinkedHashMap<>();
    for (final Part tensor : tensors) {
      final int dot = tensor.name().indexOf('.');
      bytes.merge(dot < 0 ? tensor.name() : tensor.name().substring(0, dot), tensor.bytes(), Long::sum);
    }
    return bytes.entrySet().stream().map(part -> new Part(part.getKey(), part.getValue())).toList();
  }

  private static List<Property> properties(final InceptionFile file) {
    final InceptionWeights weights = file.weights();
    final NetworkSize size = NetworkSize.of(weights);
    final List<Property> properties = new ArrayList<>();
    properties.add(new Property("training texts", Integer.toString(file.texts())));
    properties.add(new Property("words", Integer.toString(file.vocabulary().size())));
    properties.add(new Property("stop words", file.words().stopWords() == StopWords.KEPT ? "kept" : "left out"));
    properties.add(new Property("width", Integer.toString(weights.shape().width())));
    properties.add(new Property("features", Integer.toString(weights.shape().features())));
    properties.add(new Property("enhancement", weights.enhancement().map(_ -> "attention over words and dimensions").orElse("none")));
    properties.add(new Property("weights", Arguments.word(file.precision())));
    properties.add(new Property("label rows", bits(weights.head().output().weight())));
    properties.add(new Property("shortlist", weights.shortlist().map(InceptionDescription::shortlist).orElse("none, all labels are scored")));
    properties.add(new Property("parameters", size.all() + ", " + size.network() + " without words and labels"));
    properties.add(new Property("multiply-adds a text", Long.toString(size.operations())));
    properties.add(new Property("metadata", file.metadata().texts().isEmpty() ? "none" : String.join(", ", file.metadata().texts().keySet())));
    return properties;
  }

  private static String shortlist(final InceptionWeights.Clusters clusters) {
    return "the labels of " + clusters.kept() + " of " + clusters.head().output().weight().rows() + " clusters, ranked by their probability"
        + switch (clusters.ranking()) {
          case LABEL -> "";
          case LABEL_AND_CLUSTER -> " times that of the cluster";
        };
  }

  /** The bits that a weight of a matrix takes in the file. */
  private static String bits(final MatrixRows rows) {
    return switch (rows) {
      case FloatRows _ -> "32 bits a weight";
      case QuantisedRows _ -> "8 bits a weight";
      case ProductRows product -> {
        final int columns = product.quantizer().subvectorColumns();
        yield String.format(Locale.ROOT, "%.2f bits a weight, product-quantised by %d", (double) Byte.SIZE / columns, columns);
      }
    };
  }
}
