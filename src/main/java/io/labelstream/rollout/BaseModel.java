package io.labelstream.rollout;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A slot's first version as the configuration names it: effective from the beginning, without an announcement.
 *
 * @param name the model's name, as an announcement would have it
 * @param version the model's version; empty: the first digits of the file's digest
 * @param path the model file, which must not be changed while the model is open
 */
public record BaseModel(String name, Optional<String> version, Path path) {
  private static final int VERSION_DIGITS = 12;

  public BaseModel {
    Objects.requireNonNull(name);
    Objects.requireNonNull(version);
    Objects.requireNonNull(path);
  }

  /** What labels say of the model, given its digest. */
  VersionId id(final String sha256) {
    return new VersionId(name, version.orElseGet(() -> sha256.substring(0, VERSION_DIGITS)), sha256);
  }

  /** The entry of a version that nobody announced. */
  static Entry entry(final String slot, final VersionId id, final String family, final String location, final long bytes) {
    final ArtifactReference artifact = new ArtifactReference(location, bytes, id.sha256());
    final Announcement announcement =
        new Announcement(
            slot, 1, id.name(), id.version(), family, artifact, Optional.empty(), new Traffic.Live(), new EffectiveFrom.Beginning(), Reach.FORWARD, "", "");
    return new Entry(announcement, Entry.BASE_OFFSET, Entry.BEGINNING);
  }
}
