package io.labelstream.rollout;

import io.labelstream.rollout.control.ArtifactReference;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Where the bytes of each digest are, as announcements have said. */
final class Locations {
  private final Map<String, LinkedHashSet<ArtifactReference>> byDigest = new HashMap<>();

  void add(final ArtifactReference artifact) {
    final LinkedHashSet<ArtifactReference> known = byDigest.computeIfAbsent(artifact.sha256(), _ -> new LinkedHashSet<>());
    known.remove(artifact);
    known.add(artifact);
  }

  /** The locations of a digest, the latest announced first. */
  List<ArtifactReference> of(final String sha256) {
    return List.copyOf(byDigest.getOrDefault(sha256, new LinkedHashSet<>())).reversed();
  }
}
