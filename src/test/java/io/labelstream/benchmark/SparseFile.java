package io.labelstream.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts in the sparse format of the Extreme Classification Repository, in memory until they are written, since their number comes first. */
final class SparseFile {
  private final List<String> lines = new ArrayList<>();
  private final int features;
  private final int labels;

  /**
   * @param features the number of features
   * @param labels the number of labels
   */
  SparseFile(final int features, final int labels) {
    this.features = features;
    this.labels = labels;
  }

  /**
   * Adds a text.
   *
   * @param labelsOfText its labels
   * @param ids its features, those from {@code start} to {@code end}
   * @param values of these features
   */
  void add(final IntStream labelsOfText, final int[] ids, final float[] values, final int start, final int end) {
    final StringBuilder line = new StringBuilder(labelsOfText.mapToObj(Integer::toString).collect(Collectors.joining(",")));
    for (int at = start; at < end; at++) {
      line.append(' ').append(ids[at]).append(':').append(values[at]);
    }
    lines.add(line.toString());
  }

  void write(final Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.append(String.format(Locale.ROOT, "%d %d %d\n", lines.size(), features, labels));
      for (final String line : lines) {
        out.append(line).append('\n');
      }
    }
  }
}
