package io.labelstream.cli;

import io.labelstream.rollout.Entry;
import io.labelstream.rollout.Timeline;
import io.labelstream.rollout.Traffic;
import io.labelstream.rollout.VersionId;
import java.util.Optional;

/** What a version was last announced for, and still stands. */
final class LatestTraffic {
  private LatestTraffic() {}

  /** The latest live, canary or shadow entry of the version that is not withdrawn since. */
  static Optional<Entry> of(final Timeline timeline, final VersionId id) {
    Optional<Entry> standing = Optional.empty();
    for (final Entry entry : timeline.entries()) {
      if (entry.id().equals(id)) {
        standing = switch (entry.announcement().traffic()) {
          case Traffic.Live _, Traffic.Canary _, Traffic.Shadow _ -> Optional.of(entry);
          case Traffic.Withdrawn _ -> Optional.empty();
          case Traffic.Staged _ -> standing;
        };
      }
    }
    return standing;
  }
}
