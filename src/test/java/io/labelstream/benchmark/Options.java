package io.labelstream.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The reference's options in our words. */
final class Options {
  private static final Map<String, String> NAMES =
      Map.of(
          "-dim", "--dim",
          "-wordNgrams", "--word-ngrams",
          "-bucket", "--buckets",
          "-lr", "--learning-rate",
          "-epoch", "--epochs",
          "-minn", "--shortest-subword",
          "-maxn", "--longest-subword",
          "-loss", "--loss");

  private Options() {}

  /** The same options for {@code labelstream train}. */
  static List<String> ours(final List<String> reference) {
    final List<String> ours = new ArrayList<>();
    for (int index = 0; index < reference.size(); index += 2) {
      ours.add(NAMES.get(reference.get(index)));
      ours.add(reference.get(index + 1));
    }
    return ours;
  }
}
