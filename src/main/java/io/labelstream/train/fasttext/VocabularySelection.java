package io.labelstream.train.fasttext;

import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Selects the tokens and labels of counted examples for the vocabulary: those that occur often enough, the most frequent first, and of equally frequent ones
 * the one that came first. Words of pretrained vectors are always taken, and their mention there counts as one occurrence, as in the reference.
 */
final class VocabularySelection {
  private final CountedExamples counted;
  private final TrainingSettings settings;
  private final BitSet pretrained;

  /**
   * @param pretrained the types that have pretrained vectors
   */
  VocabularySelection(final CountedExamples counted, final TrainingSettings settings, final BitSet pretrained) {
    this.counted = counted;
    this.settings = settings;
    this.pretrained = pretrained;
  }

  FastTextVocabulary vocabulary() {
    final int[] words = words();
    final int[] labels = labels();
    final TypeTable types = counted.types();
    final List<byte[]> wordTexts =
        IntStream.of(words).mapToObj(type -> Arrays.copyOfRange(types.texts(), types.start(type), types.start(type) + types.length(type))).toList();
    final List<byte[]> labelTexts =
        IntStream.of(labels)
            .mapToObj(label -> (FeatureSpace.LABEL_PREFIX + counted.labelNames().get(label)).getBytes(StandardCharsets.UTF_8))
            .toList();
    return FastTextVocabulary.of(
        wordTexts,
        IntStream.of(words).mapToLong(this::count).toArray(),
        labelTexts,
        IntStream.of(labels).mapToLong(counted::labelCount).toArray(),
        counted.tokens(),
        new FastTextPruneIndex.Complete());
  }

  /** The types that become words, in the order of the vocabulary. */
  private int[] words() {
    final long[] keys = new long[counted.types().size()];
    int kept = 0;
    for (int type = 0; type < keys.length; type++) {
      if (count(type) >= leastCount(type)) {
        keys[kept++] = sortKey(count(type), type);
      }
    }
    return sorted(keys, kept);
  }

  /** The labels that are kept, in the order of the vocabulary. */
  private int[] labels() {
    final long[] keys = new long[counted.labelNames().size()];
    int kept = 0;
    for (int label = 0; label < keys.length; label++) {
      if (counted.labelCount(label) >= settings.minimalLabelCount()) {
        keys[kept++] = sortKey(counted.labelCount(label), label);
      }
    }
    return sorted(keys, kept);
  }

  /** A key that orders by falling count, then by rising number. Counts from 2^31 on count as equal. */
  private static long sortKey(final long count, final int number) {
    return Integer.MAX_VALUE - Math.min(count, Integer.MAX_VALUE) << Integer.SIZE | number;
  }

  /** The numbers in the first {@code count} keys, in the order of the keys. */
  private static int[] sorted(final long[] keys, final int count) {
    Arrays.sort(keys, 0, count);
    final int[] numbers = new int[count];
    for (int index = 0; index < count; index++) {
      numbers[index] = (int) keys[index];
    }
    return numbers;
  }

  private int leastCount(final int type) {
    return pretrained.get(type) ? 1 : Math.max(settings.minimalCount(), 1);
  }

  private long count(final int type) {
    final long count = counted.typeCount(type);
    return pretrained.get(type) ? (count >= settings.minimalCount() ? count : 0) + 1 : count;
  }
}
