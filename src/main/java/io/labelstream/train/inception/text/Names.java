package io.labelstream.train.inception.text;

import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;

/** Numbers names by their first occurrence. Not thread-safe. */
final class Names {
  private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
  private final List<String> all = new ArrayList<>();

  Names() {
    numbers.defaultReturnValue(-1);
  }

  /** The number of a name, a new one unless it has one. */
  int number(final String name) {
    final int known = numbers.putIfAbsent(name, all.size());
    if (known >= 0) {
      return known;
    }
    all.add(name);
    return all.size() - 1;
  }

  int size() {
    return all.size();
  }

  String name(final int number) {
    return all.get(number);
  }
}
