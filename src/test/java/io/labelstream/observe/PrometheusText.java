package io.labelstream.observe;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus' text format 0.0.4 read by its specification, independently of the library that writes it: an {@link AssertionError} for a line that is none,
 * for a family that is described twice or whose series do not stand together, for a series that is there twice, and for one without a description.
 */
final class PrometheusText {
  private static final Pattern SAMPLE =
      Pattern.compile("(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?<labels>.*)})? (?<value>[-+]?[0-9][0-9.eE+-]*|NaN|[-+]Inf)");
  private static final Pattern LABEL = Pattern.compile("(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=\"(?<value>(?:[^\"\\\\]|\\\\[\\\\n\"])*)\",?");
  private static final List<String> ENDINGS = List.of("_bucket", "_sum", "_count", "_max", "");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<Series, Double> values = new LinkedHashMap<>();
  private final Set<String> described = new HashSet<>();
  private String family = "";

  /** One time series. */
  record Series(String name, Map<String, String> labels) {}

  private PrometheusText() {}

  static PrometheusText parse(final String text) {
    final PrometheusText parsed = new PrometheusText();
    check(text.endsWith("\n"), "the last line has no end");
    text.lines().forEach(parsed::line);
    return parsed;
  }

  /** The type of each family. */
  Map<String, String> types() {
    return types;
  }

  Map<Series, Double> values() {
    return values;
  }

  /** The value of the series with exactly these labels, given as name and value in turn; null where there is none. */
  @Nullable Double value(final String name, final String... labels) {
    final Map<String, String> all = new TreeMap<>();
    for (int place = 0; place < labels.length; place += 2) {
      all.put(labels[place], labels[place + 1]);
    }
    return values.get(new Series(name, all));
  }

  /** The series of this name. */
  List<Series> series(final String name) {
    return values.keySet().stream().filter(series -> series.name().equals(name)).toList();
  }

  private void line(final String line) {
    if (line.startsWith("# HELP ")) {
      final String name = line.split(" ")[2];
      check(described.add(name), "described twice: " + line);
      family = name;
    } else if (line.startsWith("# TYPE ")) {
      final String[] parts = line.split(" ");
      check(parts.length == 4 && Set.of("counter", "gauge", "histogram", "summary", "untyped").contains(parts[3]), "no type: " + line);
      check(types.put(parts[2], parts[3]) == null, "typed twice: " + line);
      family = parts[2];
    } else {
      sample(line);
    }
  }

  private void sample(final String line) {
    final Matcher sample = SAMPLE.matcher(line);
    check(sample.matches(), "not a sample: " + line);
    final String name = sample.group("name");
    check(ENDINGS.stream().anyMatch(ending -> name.equals(family + ending)) && types.containsKey(family), "outside its family " + family + ": " + line);
    final Map<String, String> labels = new TreeMap<>();
    if (sample.group("labels") != null) {
      final Matcher label = LABEL.matcher(sample.group("labels"));
      int end = 0;
      while (label.find() && label.start() == end) {
        end = label.end();
        check(labels.put(label.group("name"), label.group("value")) == null, "a label twice: " + line);
      }
      check(end == sample.group("labels").length(), "labels end with something else: " + line);
    }
    final String value = sample.group("value").replace("Inf", "Infinity");
    check(values.put(new Series(name, labels), Double.valueOf(value)) == null, "a series twice: " + line);
  }

  private static void check(final boolean holds, final String complaint) {
    if (!holds) {
      throw new AssertionError(complaint);
    }
  }
}
