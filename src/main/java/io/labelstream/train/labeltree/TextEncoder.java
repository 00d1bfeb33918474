package io.labelstream.train.labeltree;

import io.labelstream.model.labeltree.FeatureSettings;
import io.labelstream.model.labeltree.FeatureSpace;
import io.labelstream.model.labeltree.FeatureVector;
import io.labelstream.train.cluster.FeatureMatrix;
import io.labelstream.train.cluster.LabelMatrix;
import io.labelstream.train.data.TrainingDataException;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Chooses the terms and labels that are learned, and makes the matrices of the texts that have both. Used once. */
final class TextEncoder {
  private static final int NONE = -1;

  private final CountedTexts counted;
  private final FeatureSettings settings;
  private final VocabularyLimits limits;
  /** The texts that have a feature. */
  private final IntArrayList texts = new IntArrayList();
  private final IntArrayList starts = new IntArrayList();
  private final IntArrayList features = new IntArrayList();
  private final FloatArrayList values = new FloatArrayList();
  private final IntArrayList labelStarts = new IntArrayList();
  private final IntArrayList labels = new IntArrayList();

  TextEncoder(final CountedTexts counted, final FeatureSettings settings, final VocabularyLimits limits) {
    this.counted = counted;
    this.settings = settings;
    this.limits = limits;
  }

  TrainingTexts encode(final String source) throws TrainingDataException {
    final int[] terms = chosenTerms();
    final FeatureSpace space = space(terms);
    addFeatures(space, places(terms, counted.terms()));
    final int[] labelTexts = labelTexts();
    final int[] chosen = chosenLabels(labelTexts);
    addLabels(places(chosen, labelTexts.length));
    final int rows = labelStarts.size() - 1;
    final PassedOver passedOver =
        new PassedOver(counted.withoutLabel(), counted.texts() - texts.size(), texts.size() - rows, labelTexts.length - chosen.length);
    if (rows == 0) {
      throw new TrainingDataException(
          source + " has no text to learn from: " + passedOver.withoutLabel() + " texts are without label, " + passedOver.withoutFeature()
              + " without a feature that occurs often enough, " + passedOver.rareLabelsOnly() + " have too rare labels only; expected at least one other");
    }
    return new TrainingTexts(
        space,
        new FeatureMatrix(starts.toIntArray(), features.toIntArray(), values.toFloatArray(), space.size()),
        new LabelMatrix(labelStarts.toIntArray(), labels.toIntArray(), chosen.length),
        Arrays.stream(chosen).mapToObj(counted.names()::get).toList(),
        Arrays.stream(chosen).map(label -> labelTexts[label]).toArray(),
        passedOver);
  }

  /** The terms that are learned, by ascending key. */
  private int[] chosenTerms() {
    final IntComparator byKey = (one, other) -> Long.compare(counted.key(one), counted.key(other));
    int[] terms = IntStream.range(0, counted.terms()).filter(term -> counted.termTexts(term) >= limits.minTexts()).toArray();
    if (terms.length > limits.mostTerms()) {
      final IntComparator byTexts = (one, other) -> Integer.compare(counted.termTexts(other), counted.termTexts(one));
      IntArrays.quickSort(terms, byTexts.thenComparing(byKey));
      terms = Arrays.copyOf(terms, limits.mostTerms());
    }
    IntArrays.quickSort(terms, byKey);
    return terms;
  }

  private FeatureSpace space(final int[] terms) {
    final float[] factors = new float[terms.length];
    for (int feature = 0; feature < terms.length; feature++) {
      factors[feature] = settings.weighting().factor(counted.texts(), counted.termTexts(terms[feature]));
    }
    return FeatureSpace.of(settings, Arrays.stream(terms).mapToLong(counted::key).toArray(), factors);
  }

  /** The place of each number in {@code chosen}, or {@link #NONE}. */
  private static int[] places(final int[] chosen, final int count) {
    final int[] places = new int[count];
    Arrays.fill(places, NONE);
    for (int place = 0; place < chosen.length; place++) {
      places[chosen[place]] = place;
    }
    return places;
  }

  private void addFeatures(final FeatureSpace space, final int[] ids) {
    final FeatureVector vector = new FeatureVector();
    starts.add(0);
    for (int text = 0; text < counted.texts(); text++) {
      final int end = counted.termEnd(text);
      vector.clear(end - counted.termStart(text));
      for (int at = counted.termStart(text); at < end; at++) {
        final int feature = ids[counted.term(at)];
        if (feature != NONE) {
          vector.add(feature, counted.value(at) * space.factors()[feature]);
        }
      }
      vector.finish(settings.weighting());
      if (vector.count() > 0) {
        texts.add(text);
        features.addElements(features.size(), vector.features(), 0, vector.count());
        values.addElements(values.size(), vector.values(), 0, vector.count());
        starts.add(features.size());
      }
    }
  }

  /** The number of texts with a feature that each label has. */
  private int[] labelTexts() {
    final int[] counts = new int[counted.names().size()];
    for (int index = 0; index < texts.size(); index++) {
      final int text = texts.getInt(index);
      for (int at = counted.labelStart(text); at < counted.labelEnd(text); at++) {
        counts[counted.label(at)]++;
      }
    }
    return counts;
  }

  private int[] chosenLabels(final int[] labelTexts) {
    final List<String> names = counted.names();
    final int[] chosen = IntStream.range(0, labelTexts.length).filter(label -> labelTexts[label] >= limits.minLabelTexts()).toArray();
    final IntComparator byTexts = (one, other) -> Integer.compare(labelTexts[other], labelTexts[one]);
    final IntComparator byName = (one, other) -> names.get(one).compareTo(names.get(other));
    IntArrays.quickSort(chosen, byTexts.thenComparing(byName));
    return chosen;
  }

  /** Adds the labels of the texts that have a feature, and takes the features of those back that have no label left. */
  private void addLabels(final int[] ids) {
    labelStarts.add(0);
    int rows = 0;
    int end = 0;
    for (int index = 0; index < texts.size(); index++) {
      final int text = texts.getInt(index);
      final int first = labels.size();
      for (int at = counted.labelStart(text); at < counted.labelEnd(text); at++) {
        final int label = ids[counted.label(at)];
        if (label != NONE) {
          labels.add(label);
        }
      }
      if (labels.size() > first) {
        Arrays.sort(labels.elements(), first, labels.size());
        labelStarts.add(labels.size());
        final int start = starts.getInt(index);
        final int count = starts.getInt(index + 1) - start;
        // Never towards the end, so nothing is overwritten before it is moved; its own start was read above.
        System.arraycopy(features.elements(), start, features.elements(), end, count);
        System.arraycopy(values.elements(), start, values.elements(), end, count);
        end += count;
        starts.set(++rows, end);
      }
    }
    starts.size(rows + 1);
    features.size(end);
    values.size(end);
  }
}
