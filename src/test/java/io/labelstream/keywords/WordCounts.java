package io.labelstream.keywords;

import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleConsumer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How often words and labels occur together. */
final class WordCounts implements ExampleConsumer {
  private final Map<String, Map<String, Integer>> byWord = new TreeMap<>();
  private final Set<String> labels = new TreeSet<>();
  private int texts;

  @Override
  public void accept(final Example example) {
    texts++;
    labels.addAll(example.labels());
    final String text = new String(example.text(), example.offset(), example.length(), StandardCharsets.UTF_8);
    for (final String word : text.split("\\s+")) {
      final int bytes = word.getBytes(StandardCharsets.UTF_8).length;
      if (bytes >= 1 && bytes <= KeywordModel.LONGEST_WORD) {
        example.labels().forEach(label -> byWord.computeIfAbsent(word, each -> new HashMap<>()).merge(label, 1, Integer::sum));
      }
    }
  }

  int texts() {
    return texts;
  }

  /** The model of the most telling words of each label: those that occur often, and seldom with other labels. */
  KeywordModel model(final int wordsOfLabel, final int minimalCount) {
    final Set<String> chosen = new TreeSet<>();
    for (final String label : labels) {
      byWord.keySet().stream().filter(word -> occurrences(word) >= minimalCount && count(word, label) > 0)
          .sorted(Comparator.comparingDouble((String word) -> -count(word, label) * share(word, label)).thenComparing(word -> word))
          .limit(wordsOfLabel).forEach(chosen::add);
    }
    final List<String> words = new ArrayList<>(chosen);
    final List<String> names = List.copyOf(labels);
    final float[] weights = new float[words.size() * names.size()];
    for (int index = 0; index < weights.length; index++) {
      weights[index] = (float) share(words.get(index / names.size()), names.get(index % names.size()));
    }
    return new KeywordModel(words, names, weights);
  }

  private int count(final String word, final String label) {
    return byWord.get(word).getOrDefault(label, 0);
  }

  private int occurrences(final String word) {
    return byWord.get(word).values().stream().mapToInt(Integer::intValue).sum();
  }

  private double share(final String word, final String label) {
    return (double) count(word, label) / occurrences(word);
  }
}
