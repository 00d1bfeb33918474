package io.labelstream.train.data;

import io.labelstream.model.LabelFrequencies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a source of labelled texts, in figures.
 *
 * @param name the source
 * @param examples the number of its examples, including those without text or label
 * @param withoutText the number of examples without text
 * @param withoutLabel the number of examples without label
 * @param malformed the number of examples whose text is not UTF-8
 * @param skipped the number of empty lines or records, which were skipped
 * @param unreadable the number of lines or records that were skipped because they could not be read
 * @param firstProblem the place of the first of these, and the reason why it could not be read; empty if there is none
 * @param doubtfulLabel the label in the first row of a table, if that row may be the names of columns
 * @param doubtfulSeparator the character between labels that seem to have been taken for one, as no separator was named
 * @param labels the number of examples of each label, the most frequent first, in order of name if counts are equal
 * @param bytes the bytes that were read
 * @param sha256 the digest of these bytes, in lower-case hexadecimal
 */
public record DataSummary(
    String name,
    long examples,
    long withoutText,
    long withoutLabel,
    long malformed,
    long skipped,
    long unreadable,
    String firstProblem,
    Optional<String> doubtfulLabel,
    Optional<Character> doubtfulSeparator,
    Map<String, Long> labels,
    long bytes,
    String sha256) {

  public DataSummary {
    final Map<String, Long> sorted = new LinkedHashMap<>();
    final List<Map.Entry<String, Long>> entries = new ArrayList<>(labels.entrySet());
    entries.sort(DataSummary::compared);
    for (final Map.Entry<String, Long> label : entries) {
      sorted.put(label.getKey(), label.getValue());
    }
    labels = Collections.unmodifiableMap(sorted);
  }

  /** The same content with other labels. */
  DataSummary withLabels(final Map<String, Long> others) {
    return new DataSummary(
        name, examples, withoutText, withoutLabel, malformed, skipped, unreadable, firstProblem, doubtfulLabel, doubtfulSeparator, others, bytes, sha256);
  }

  /** The frequencies of labels for a model that is trained on these texts. */
  public LabelFrequencies frequencies() {
    return new LabelFrequencies(examples - withoutLabel, labels);
  }

  private static int compared(final Map.Entry<String, Long> first, final Map.Entry<String, Long> second) {
    final int byCount = second.getValue().compareTo(first.getValue());
    return byCount != 0 ? byCount : first.getKey().compareTo(second.getKey());
  }
}
