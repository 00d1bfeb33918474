package io.labelstream.train.data;

import it.unimi.dsi.fastutil.objects.Object2LongMap;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Detects that labels are lists of labels, though the options name no separator. */
final class SeparatorGuess {
  private static final char[] USUAL = {',', ';', '|'};

  /** Separated labels are those that are part of at least so many lists on average; the parts of a name such as that of a place recur less. */
  private static final int LISTS_A_LABEL = 2;

  /** Lists are usual if they are at least one in so many. */
  private static final int LEAST_SHARE = 3;

  private SeparatorGuess() {}

  /**
   * The separator between labels that are taken for one.
   *
   * @param labels the number of examples of each label
   */
  static Optional<Character> of(final Object2LongMap<String> labels) {
    final long all = labels.values().longStream().sum();
    for (final char between : USUAL) {
      if (separates(between, labels, all)) {
        return Optional.of(between);
      }
    }
    return Optional.empty();
  }

  private static boolean separates(final char between, final Object2LongMap<String> labels, final long all) {
    final List<Object2LongMap.Entry<String>> lists =
        labels.object2LongEntrySet().stream().filter(label -> label.getKey().indexOf(between) >= 0).toList();
    if (lists.isEmpty() || lists.stream().mapToLong(Object2LongMap.Entry::getLongValue).sum() < all / LEAST_SHARE) {
      return false;
    }
    long parts = 0;
    final Set<String> distinct = new HashSet<>();
    for (final Object2LongMap.Entry<String> list : lists) {
      final List<String> separated = Arrays.asList(list.getKey().split("[" + between + "]", -1));
      parts += separated.size();
      distinct.addAll(separated);
    }
    return parts >= (long) LISTS_A_LABEL * distinct.size();
  }
}
