package io.labelstream.rollout;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.Announcement;
import io.labelstream.rollout.control.ArtifactReference;
import io.labelstream.rollout.control.EffectiveFrom;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Reach;
import io.labelstream.rollout.control.Traffic;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A slot's first version as the configuration names it: effective from the beginning, without an announcement.
 *
 * @param name the model's name, as an announcement would have it
 * @param version the model's version; empty: the first digits of the file's digest
 * @param path the model file, which must not be changed while the model is open
 */
public record BaseModel(String name, Optional<String> version, Path path) {
  private static final int VERSION_DIGITS = 12;
  private static final int LONGEST_NAME = 128;
  private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9._+-]");
  private static final Pattern NOT_FIRST_IN_A_NAME = Pattern.compile("^[^A-Za-z0-9]+");
  private static final String NAMELESS = "model";

  public BaseModel {
    Objects.requireNonNull(name);
    Objects.requireNonNull(version);
    Objects.requireNonNull(path);
  }

  /** The name of a model that is given none: its file's, without the ending and with an underscore for each character that a name may not have. */
  public static String nameOf(final Path model) {
    final String file = model.toAbsolutePath().normalize().getFileName().toString();
    final int dot = file.lastIndexOf('.');
    final String stem = dot > 0 ? file.substring(0, dot) : file;
    final String name = NOT_FIRST_IN_A_NAME.matcher(NOT_IN_A_NAME.matcher(stem).replaceAll("_")).replaceFirst("");
    return name.isEmpty() ? NAMELESS : name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  /** The version as labels name it, given the model's digest. */
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
