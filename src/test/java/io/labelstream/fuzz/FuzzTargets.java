package io.labelstream.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All readers of bytes that others have written. */
final class FuzzTargets {
  private FuzzTargets() {}

  /** @param folder empty, for the files that readers are given */
  static List<FuzzTarget> all(final Path folder) throws Exception {
    final List<FuzzTarget> targets = new ArrayList<>();
    targets.addAll(ModelTargets.of(folder));
    targets.addAll(RolloutTargets.of(folder));
    targets.addAll(WireTargets.all());
    targets.addAll(SourceTargets.of(folder));
    targets.addAll(DataTargets.of(folder));
    targets.addAll(HttpTargets.all());
    return targets;
  }

  /** The reader of this name. */
  static FuzzTarget named(final String name, final Path folder) throws Exception {
    final List<FuzzTarget> all = all(folder);
    return all.stream().filter(target -> target.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
        "there is no reader " + name + ", expected one of " + String.join(", ", all.stream().map(FuzzTarget::name).toList())));
  }
}
