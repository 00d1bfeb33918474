package io.labelstream.model.labeltree;

import io.labelstream.model.ModelDescription.Part;
import io.labelstream.model.ModelDescription.Property;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ScoreMeaning;
import io.labelstream.model.labeltree.file.LabelTreeFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Describes label trees by their file. */
final class LabelTreeDescription {
  /** Far more than sums of floats in another order, or another library's exponential function, change a score by. */
  private static final float SCORE_TOLERANCE = 1e-4f;

  /** Shares of less than this are left out of the description. */
  private static final double LEAST_SHARE = 0.0005;

  private LabelTreeDescription() {}

  static ModelDescription of(final LabelTreeArtifact artifact, final List<Part> parts) {
    return new ModelDescription(
        LabelTreeFile.FORM.family(),
        LabelTreeFile.FORM.version(),
        artifact.bytes().size(),
        artifact.labels(),
        OptionalInt.empty(),
        ScoreMeaning.INDEPENDENT_PROBABILITY,
        SCORE_TOLERANCE,
        properties(artifact),
        parts);
  }

  private static List<Property> properties(final LabelTreeArtifact artifact) {
    final List<Property> properties = new ArrayList<>();
    properties.add(new Property("training texts", Integer.toString(artifact.texts())));
    properties.add(new Property("features", Integer.toString(artifact.features().size())));
    properties.add(new Property("terms", artifact.file().settings()));
    properties.add(new Property("trees", Integer.toString(artifact.trees().size())));
    properties.add(new Property("weights", Long.toString(artifact.trees().stream().mapToLong(tree -> tree.sections().weights()).sum())));
    properties.add(new Property("bits of a weight", Integer.toString(artifact.precision().bits())));
    properties.add(new Property("link", artifact.link().word()));
    properties.add(new Property("search", artifact.search().word()));
    final long[] occurrences = Arrays.stream(artifact.file().labelTexts()).asLongStream().toArray();
    for (final StoredTree tree : artifact.trees()) {
      addTree(properties, tree, artifact.trees().size() > 1 ? tree.name() + " " : "", occurrences);
    }
    properties.add(new Property("metadata", artifact.metadata().texts().isEmpty() ? "none" : String.join(", ", artifact.metadata().texts().keySet())));
    return properties;
  }

  private static void addTree(final List<Property> properties, final StoredTree tree, final String prefix, final long[] occurrences) {
    final TreeShape shape = tree.shape();
    final TreeCost cost = TreeCost.of(shape, occurrences);
    int mostChildren = 0;
    for (int node = 0; node < shape.nodes(); node++) {
      mostChildren = Math.max(mostChildren, shape.childCount(node));
    }
    properties.add(new Property(prefix + "nodes", Integer.toString(shape.nodes())));
    properties.add(new Property(prefix + "most children", Integer.toString(mostChildren)));
    properties.add(new Property(prefix + "depth", shape.depth() + ", expected " + decimals("%.2f", cost.expectedDepth())));
    properties.add(new Property(prefix + "expected nodes to score", decimals("%.1f", cost.expectedNodes())));
    final double[] masses = cost.massByDepth();
    final List<String> shares = new ArrayList<>();
    for (int depth = 1; depth < masses.length; depth++) {
      if (masses[depth] >= LEAST_SHARE) {
        shares.add(depth + ": " + decimals("%.1f %%", 100 * masses[depth]));
      }
    }
    properties.add(new Property(prefix + "mass by depth", String.join(", ", shares)));
  }

  private static String decimals(final String format, final double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
