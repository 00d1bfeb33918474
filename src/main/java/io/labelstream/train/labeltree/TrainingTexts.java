package io.labelstream.train.labeltree;

import io.labelstream.model.labeltree.FeatureSettings;
import io.labelstream.model.labeltree.FeatureSpace;
import io.labelstream.train.cluster.FeatureMatrix;
import io.labelstream.train.cluster.LabelMatrix;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.util.List;

/**
 * Labelled texts as numbers: what a tree is trained on. Each text has at least one feature and one label; each label has at least one text. Texts are in the
 * order of the data, labels by falling number of texts, then by name.
 *
 * @param space the features
 * @param features of each text
 * @param labels of each text
 * @param names of the labels
 * @param labelTexts the number of texts of each label
 * @param passedOver the texts and labels that were left out
 */
public record TrainingTexts(
    FeatureSpace space, FeatureMatrix features, LabelMatrix labels, List<String> names, int[] labelTexts, PassedOver passedOver) {

  public TrainingTexts {
    names = List.copyOf(names);
  }

  /**
   * The texts of {@code source}, which is read once. Document frequencies are those of all texts that have a label in the data.
   *
   * @throws IOException if the source cannot be read
   * @throws TrainingDataException if the source has another form than expected, no text with both feature and label, or more than fits into memory
   */
  public static TrainingTexts of(final ExampleSource source, final FeatureSettings settings, final VocabularyLimits limits)
      throws IOException, TrainingDataException {
    final CountedTexts counted = CountedTexts.of(source, settings.terms());
    return new TextEncoder(counted, settings, limits).encode(source.name());
  }
}
