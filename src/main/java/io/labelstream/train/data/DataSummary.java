package io.labelstream.train.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a source of labelled texts holds.
 *
 * @param name the source
 * @param examples how many examples it gives, with those that lack text or label
 * @param withoutText how many of them have no text
 * @param withoutLabel how many of them have no label
 * @param skipped how many empty lines or records were passed over
 * @param unreadable how many records of a topic were passed over because they could not be read; 0 for a file, where the first ends the reading
 * @param labels how many examples have each label, the most frequent first, in order of name where counts are equal
 * @param bytes the bytes that were read
 * @param sha256 the digest of these bytes, in lower-case hexadecimal
 */
public record DataSummary(
    String name,
    long examples,
    long withoutText,
    long withoutLabel,
    long skipped,
    long unreadable,
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

  private static int compared(final Map.Entry<String, Long> first, final Map.Entry<String, Long> second) {
    final int byCount = second.getValue().compareTo(first.getValue());
    return byCount != 0 ? byCount : first.getKey().compareTo(second.getKey());
  }
}
