package io.labelstream.rollout.control;

import io.labelstream.model.VersionId;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An announcement for a slot: the contents of one record of the control topic, which never changes afterwards.
 *
 * @param slot the slot's name
 * @param sequence the announcement's number within the slot, from 1; record key {@code slot/sequence}
 * @param model the model's name
 * @param version the model's version; with the same name in the same slot it always stands for the same bytes
 * @param family the model's family, such as {@code fasttext}
 * @param artifact the model's bytes
 * @param samples golden samples that prove the model, if there are any
 * @param traffic the use of the version
 * @param effectiveFrom the event time from which it counts
 * @param reach whether that time may be in the past
 * @param objections whether instances may keep it from counting
 * @param note a remark for people, may be empty
 * @param cluster the Kafka cluster it was made for; empty: any
 */
public record Announcement(
    String slot,
    long sequence,
    String model,
    String version,
    String family,
    ArtifactReference artifact,
    Optional<ArtifactReference> samples,
    Traffic traffic,
    EffectiveFrom effectiveFrom,
    Reach reach,
    Objections objections,
    String note,
    String cluster) {
  private static final Pattern SLOT = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");
  /** Fit for keys, metrics and tables. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,127}");
  private static final int LONGEST_NOTE = 1000;

  public Announcement {
    require(isSlot(slot), "the slot must be 1 to 64 lower-case letters, digits and inner hyphens");
    require(sequence >= 1, "the sequence is " + sequence + ", expected at least 1");
    require(NAME.matcher(model).matches(), "the model's name must be 1 to 128 letters, digits and . _ + -, the first a letter or digit");
    require(NAME.matcher(version).matches(), "the model's version must be 1 to 128 letters, digits and . _ + -, the first a letter or digit");
    require(NAME.matcher(family).matches(), "the family must be 1 to 128 letters, digits and . _ + -, the first a letter or digit");
    require(note.length() <= LONGEST_NOTE, "the note has " + note.length() + " characters, expected at most " + LONGEST_NOTE);
    Objects.requireNonNull(artifact);
    Objects.requireNonNull(samples);
    Objects.requireNonNull(traffic);
    Objects.requireNonNull(effectiveFrom);
    Objects.requireNonNull(reach);
    Objects.requireNonNull(objections);
    Objects.requireNonNull(cluster);
  }

  /** An announcement that instances can keep from counting by a veto. */
  public Announcement(
      final String slot,
      final long sequence,
      final String model,
      final String version,
      final String family,
      final ArtifactReference artifact,
      final Optional<ArtifactReference> samples,
      final Traffic traffic,
      final EffectiveFrom effectiveFrom,
      final Reach reach,
      final String note,
      final String cluster) {
    this(slot, sequence, model, version, family, artifact, samples, traffic, effectiveFrom, reach, Objections.HEARD, note, cluster);
  }

  /** True if a text can be the name of a slot. */
  static boolean isSlot(final String name) {
    return SLOT.matcher(name).matches();
  }

  /** The version that this announcement is about. */
  public VersionId id() {
    return new VersionId(model, version, artifact.sha256());
  }

  /** The key of its record on the control topic. */
  public String key() {
    return slot + "/" + sequence;
  }

  private static void require(final boolean holds, final String expectation) {
    if (!holds) {
      throw new IllegalArgumentException(expectation);
    }
  }
}
