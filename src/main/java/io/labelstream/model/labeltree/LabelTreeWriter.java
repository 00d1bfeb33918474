package io.labelstream.model.labeltree;

import io.labelstream.model.Metadata;
import io.labelstream.model.file.NameList;
import io.labelstream.model.labeltree.file.LabelTreeFile;
import io.labelstream.model.labeltree.file.RowCodes;
import io.labelstream.model.labeltree.file.TreeSections;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a model into the sections of a {@link LabelTreeFile}. */
final class LabelTreeWriter {
  static final String PRECISION = "precision";
  static final String TEXTS = "texts";
  static final String TREES = "trees";
  static final String LINK = "link";
  static final String SEARCH = "search";

  private static final float MOST_HALF = 65504f;
  private static final int MOST_STEPS = Byte.MAX_VALUE;

  private LabelTreeWriter() {}

  static LabelTreeFile file(final LabelTreeModel model, final Metadata metadata, final Precision precision) {
    final Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put(PRECISION, precision.word());
    arguments.put(TEXTS, Integer.toString(model.texts()));
    arguments.put(TREES, Integer.toString(model.trees().size()));
    arguments.put(LINK, model.link().word());
    arguments.put(SEARCH, model.search().word());
    final FeatureSpace features = model.features();
    final List<TreeSections> trees = new ArrayList<>();
    for (final LabelTree tree : model.trees()) {
      trees.add(sections(tree, precision, features.size()));
    }
    return new LabelTreeFile(
        arguments,
        features.settings().words(),
        features.keys(),
        features.factors(),
        NameList.write(List.of(model.labels())),
        model.labelTexts(),
        trees,
        metadata);
  }

  private static TreeSections sections(final LabelTree tree, final Precision precision, final int features) {
    final TreeShape shape = tree.shape();
    final int[] children = new int[shape.nodes()];
    final int[] labels = new int[shape.labels()];
    final float[] biases = new float[shape.nodes()];
    final float[] steps = new float[precision == Precision.INT8 ? shape.nodes() : 0];
    int terminal = 0;
    for (int node = 0; node < shape.nodes(); node++) {
      children[node] = shape.childCount(node);
      biases[node] = tree.weights()[node].bias();
      if (steps.length > 0) {
        steps[node] = step(tree.weights()[node].weights());
      }
      if (children[node] == 0) {
        labels[terminal++] = shape.label(node);
      }
    }
    final RowCodes.Writer rows = new RowCodes.Writer(features);
    final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    for (int node = 0; node < shape.nodes(); node++) {
      if (children[node] > 0) {
        writeChunk(tree, node, steps, rows, entries);
      }
    }
    return new TreeSections(children, labels, biases, steps, MemorySegment.ofArray(rows.finish()), MemorySegment.ofArray(entries.toByteArray()));
  }

  /** The step of which the greatest weight is 127. The weights that it rounds to have the same step, bit for bit: (127 * (x / 127)) / 127 is x / 127. */
  private static float step(final float[] weights) {
    float greatest = 0;
    for (final float weight : weights) {
      greatest = Math.max(greatest, Math.abs(weight));
    }
    return greatest / MOST_STEPS;
  }

  private static void writeChunk(final LabelTree tree, final int node, final float[] steps, final RowCodes.Writer rows, final ByteArrayOutputStream entries) {
    final int first = tree.shape().firstChild(node);
    int count = 0;
    for (int child = 0; child < tree.shape().childCount(node); child++) {
      count += tree.weights()[first + child].features().length;
    }
    // Feature, child and coded weight of each entry as one number, to be sorted.
    final long[] coded = new long[count];
    count = 0;
    for (int child = 0; child < tree.shape().childCount(node); child++) {
      final NodeWeights weights = tree.weights()[first + child];
      for (int index = 0; index < weights.features().length; index++) {
        final int code = steps.length > 0 ? steps(weights.weights()[index], steps[first + child]) : half(weights.weights()[index]);
        coded[count] = (long) weights.features()[index] << Integer.SIZE | child << Short.SIZE | code;
        count += code == 0 ? 0 : 1;
      }
    }
    LongArrays.radixSort(coded, 0, count);
    int rowCount = 0;
    for (int index = 0; index < count; index++) {
      rowCount += index == 0 || feature(coded[index]) != feature(coded[index - 1]) ? 1 : 0;
    }
    rows.chunk(rowCount);
    for (int index = 0; index < count; ) {
      final int start = index;
      while (index < count && feature(coded[index]) == feature(coded[start])) {
        final int entry = (int) coded[index++];
        entries.write(entry >>> Short.SIZE);
        entries.write(entry);
        if (steps.length == 0) {
          entries.write(entry >>> Byte.SIZE);
        }
      }
      rows.row(feature(coded[start]), index - start);
    }
  }

  private static int feature(final long coded) {
    return (int) (coded >>> Integer.SIZE);
  }

  private static int steps(final float weight, final float step) {
    return step == 0 ? 0 : Math.clamp(Math.round(weight / step), -MOST_STEPS, MOST_STEPS) & 0xFF;
  }

  /** The nearest half float; the greatest one for weights beyond it. */
  private static int half(final float weight) {
    return Short.toUnsignedInt(Float.floatToFloat16(Math.clamp(weight, -MOST_HALF, MOST_HALF)));
  }
}
