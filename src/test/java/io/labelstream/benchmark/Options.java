package io.labelstream.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The reference's options in our words. */
final class Options {
  private static final Map<String, String> NAMES =
      Map.of(
          "-dim", "--dimensions",
          "-wordNgrams", "--word-ngrams",
          "-bucket", "--buckets",
          "-lr", "--learning-rate",
          "-epoch", "--epochs",
          "-loss", "--loss");

  private static final String SHORTEST = "-minn";
  private static final String LONGEST = "-maxn";

  private Options() {}

  /** The same options for {@code labelstream train}. */
  static List<String> ours(final List<String> reference) {
    final List<String> ours = new ArrayList<>();
    for (int index = 0; index < reference.size(); index += 2) {
      final String name = reference.get(index);
      final String value = reference.get(index + 1);
      switch (name) {
        case SHORTEST -> ours.addAll(List.of("--subwords", value + "-" + reference.get(reference.indexOf(LONGEST) + 1)));
        case LONGEST -> {
          // Said together with the shortest.
        }
        default -> ours.addAll(List.of(NAMES.get(name), value));
      }
    }
    return ours;
  }
}
