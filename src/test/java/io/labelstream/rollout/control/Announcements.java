package io.labelstream.rollout.control;

import java.util.Optional;

/** Announcements for tests, of which only what matters to the test is said. */
public final class Announcements {
  public static final String SLOT = "language";

  private Announcements() {}

  /** A live announcement, effective after the lead, of a version whose digest follows from its name. */
  static Announcement live(final long sequence, final String version) {
    return of(sequence, version, new Traffic.Live(), new EffectiveFrom.AfterLead(), Reach.FORWARD);
  }

  public static Announcement of(final long sequence, final String version, final Traffic traffic, final EffectiveFrom effectiveFrom, final Reach reach) {
    return of(SLOT, sequence, version, artifact(version), traffic, effectiveFrom, reach, "");
  }

  public static Announcement of(
      final String slot,
      final long sequence,
      final String version,
      final ArtifactReference artifact,
      final Traffic traffic,
      final EffectiveFrom effectiveFrom,
      final Reach reach,
      final String cluster) {
    return new Announcement(slot, sequence, "lid", version, "fasttext", artifact, Optional.empty(), traffic, effectiveFrom, reach, "", cluster);
  }

  /** The same announcement, which counts once it is proved, whoever objects. */
  public static Announcement ignoringObjections(final Announcement heard) {
    return new Announcement(heard.slot(), heard.sequence(), heard.model(), heard.version(), heard.family(), heard.artifact(), heard.samples(),
        heard.traffic(), heard.effectiveFrom(), heard.reach(), Objections.IGNORED, heard.note(), heard.cluster());
  }

  public static ArtifactReference artifact(final String content) {
    return new ArtifactReference("file:///models/" + content, 1000, digest(content));
  }

  private static String digest(final String content) {
    return String.format("%064x", content.hashCode() & 0xFFFFFFFFL);
  }
}
