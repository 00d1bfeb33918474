package io.labelstream.train.encoder.head;

import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Labels with their descriptions.
 *
 * @param name of the file
 * @param labels in the order of the file
 * @param descriptions one or more of each label
 */
record LabelDescriptions(String name, List<String> labels, List<List<String>> descriptions) {
  private static final String TAB = "\t";

  LabelDescriptions {
    labels = List.copyOf(labels);
    descriptions = List.copyOf(descriptions);
  }

  /**
   * Reads lines of a label, a tab, a description, and further ones after further tabs. A label may have several lines; empty lines are passed over.
   *
   * @throws IOException if the file cannot be read
   * @throws TrainingDataException if a line has no label or no description, a description is there twice, or fewer than two labels are described
   */
  static LabelDescriptions read(final Path file) throws IOException, TrainingDataException {
    final Map<String, List<String>> byLabel = new LinkedHashMap<>();
    final Set<String> seen = new LinkedHashSet<>();
    int number = 0;
    for (final String line : TextLines.read(file)) {
      number++;
      if (!line.isBlank()) {
        add(line, "line " + number + " of '" + file + "'", byLabel, seen);
      }
    }
    if (byLabel.size() < 2) {
      throw new TrainingDataException(
          "'" + file + "' describes " + (byLabel.isEmpty() ? "no label" : "only the label '" + byLabel.keySet().iterator().next() + "'")
              + ", expected at least two to choose from");
    }
    return new LabelDescriptions(file.toString(), List.copyOf(byLabel.keySet()), byLabel.values().stream().map(List::copyOf).toList());
  }

  private static void add(final String line, final String place, final Map<String, List<String>> byLabel, final Set<String> seen)
      throws TrainingDataException {
    final String[] cells = line.split(TAB, -1);
    final String label = cells[0].strip();
    final List<String> described = Stream.of(cells).skip(1).map(String::strip).filter(cell -> !cell.isEmpty()).toList();
    if (label.isEmpty()) {
      throw new TrainingDataException(place + " has no label, expected a label, a tab and a description");
    }
    if (described.isEmpty()) {
      throw new TrainingDataException(place + " has no description of '" + label + "', expected one after a tab; the label itself will do");
    }
    for (final String description : described) {
      if (!seen.add(description)) {
        throw new TrainingDataException(place + " has a description that is there already, so it cannot tell labels apart: give each label its own");
      }
      byLabel.computeIfAbsent(label, _ -> new ArrayList<>()).add(description);
    }
  }
}
