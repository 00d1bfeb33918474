package io.labelstream.rollout.fleet;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Timeline;
import io.labelstream.rollout.control.Traffic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The traffic that versions were last given, and still have. */
final class LatestTraffic {
  private LatestTraffic() {}

  /** The latest live, canary or shadow entry of each version that is not withdrawn since. */
  static Map<VersionId, Entry> of(final Timeline timeline) {
    return of(timeline.entries());
  }

  /** The same for one version, whose entries these are, in their order. */
  static Optional<Entry> ofOne(final List<Entry> entries) {
    return of(entries).values().stream().findFirst();
  }

  private static Map<VersionId, Entry> of(final List<Entry> entries) {
    final Map<VersionId, Entry> latest = new HashMap<>();
    for (final Entry entry : entries) {
      switch (entry.announcement().traffic()) {
        case Traffic.Live _, Traffic.Canary _, Traffic.Shadow _ -> latest.put(entry.id(), entry);
        case Traffic.Withdrawn _ -> latest.remove(entry.id());
        case Traffic.Staged _ -> { }
      }
    }
    return latest;
  }
}
