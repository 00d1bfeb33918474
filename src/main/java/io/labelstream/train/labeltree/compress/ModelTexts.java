package io.labelstream.train.labeltree.compress;

import io.labelstream.model.SharedText;
import io.labelstream.model.labeltree.FeatureTable;
import io.labelstream.model.labeltree.FeatureVector;
import io.labelstream.model.labeltree.LabelTreeModel;
import io.labelstream.train.cluster.FeatureMatrix;
import io.labelstream.train.cluster.LabelMatrix;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/** Labelled texts as a model sees them: the features that it knows, and the labels that it has. Texts without such a label are left out. */
record ModelTexts(FeatureMatrix features, LabelMatrix labels) {

  /** @throws TrainingDataException if no text has a label of the model, so that the texts must be others than those that it was trained on */
  static ModelTexts of(final ExampleSource source, final LabelTreeModel model) throws IOException, TrainingDataException {
    try (Arena arena = Arena.ofConfined()) {
      final Encoder encoder = new Encoder(model, FeatureTable.of(model.features(), arena));
      source.forEach(encoder::add);
      final ModelTexts texts = encoder.texts();
      if (texts.labels.rows() == 0) {
        throw new TrainingDataException("'" + source.name() + "' has no text with a label of the model, expected the texts that it was trained on; "
            + "are the labels ids here and names in the model?");
      }
      return texts;
    }
  }

  /** Used once. */
  private static final class Encoder {
    private static final int NONE = -1;

    private final LabelTreeModel model;
    private final FeatureTable table;
    private final Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>();
    private final SharedText text = new SharedText();
    private final FeatureVector vector = new FeatureVector();
    private final IntArrayList starts = new IntArrayList(new int[1]);
    private final IntArrayList features = new IntArrayList();
    private final FloatArrayList values = new FloatArrayList();
    private final IntArrayList labelStarts = new IntArrayList(new int[1]);
    private final IntArrayList labels = new IntArrayList();

    Encoder(final LabelTreeModel model, final FeatureTable table) {
      this.model = model;
      this.table = table;
      ids.defaultReturnValue(NONE);
      for (int label = 0; label < model.labels().length; label++) {
        ids.put(new String(model.labels()[label], StandardCharsets.UTF_8), label);
      }
    }

    void add(final Example example) {
      final int[] known = example.labels().stream().mapToInt(ids::getInt).filter(label -> label != NONE).distinct().sorted().toArray();
      if (known.length == 0) {
        return;
      }
      labels.addElements(labels.size(), known);
      labelStarts.add(labels.size());
      text.set(example.text(), example.offset(), example.length());
      table.fill(text, vector);
      features.addElements(features.size(), vector.features(), 0, vector.count());
      values.addElements(values.size(), vector.values(), 0, vector.count());
      starts.add(features.size());
    }

    ModelTexts texts() {
      return new ModelTexts(
          new FeatureMatrix(starts.toIntArray(), features.toIntArray(), values.toFloatArray(), model.features().size()),
          new LabelMatrix(labelStarts.toIntArray(), labels.toIntArray(), model.labels().length));
    }
  }
}
