package io.labelstream.rollout.control;

import io.labelstream.wire.avro.Artifact;
import io.labelstream.wire.avro.ModelAnnouncement;
import io.labelstream.wire.avro.TrafficKind;
import java.nio.charset.CharacterCodingException;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Announcements as the values of the control topic: {@code schemas/ModelAnnouncement.avsc} in Avro's single-object encoding, see {@link ControlForm}.
 * Thread-safe.
 *
 * <p>{@link #decode} takes any bytes: it returns a value, throws nothing, and allocates in proportion to the bytes that are there, not to the lengths that
 * they claim.
 */
public final class AnnouncementCodec {
  /** The most bytes that a value may have. */
  public static final int LARGEST = ControlForm.LARGEST;

  /** The number of fields before {@code noVeto} was added. */
  private static final int FIELDS_OF_EARLIER_RELEASES = 14;
  private static final ControlForm<ModelAnnouncement> FORM =
      new ControlForm<>(ModelAnnouncement.getClassSchema(), ModelAnnouncement::new, FIELDS_OF_EARLIER_RELEASES);

  private AnnouncementCodec() {}

  /** The result of reading a value. */
  public sealed interface Decoded permits Read, Unreadable {}

  /** An announcement with all its fields in range. */
  public record Read(Announcement announcement) implements Decoded {
    public Read {
      Objects.requireNonNull(announcement);
    }
  }

  /**
   * The value is not an announcement that can be used.
   *
   * @param rejection why: {@link RejectionCode#UNREADABLE}, {@link RejectionCode#UNKNOWN_SCHEMA} or {@link RejectionCode#INVALID}
   * @param slot the slot it names, where that much can be told
   */
  public record Unreadable(Rejection rejection, Optional<String> slot) implements Decoded {
    public Unreadable {
      Objects.requireNonNull(rejection);
      Objects.requireNonNull(slot);
    }
  }

  /**
   * The value of the announcement's record. Decoded, it is the same announcement again, with two exceptions: an effective time of {@link Long#MIN_VALUE} comes
   * back as {@link EffectiveFrom.Beginning}, and an unpaired surrogate as a question mark.
   *
   * @throws IllegalArgumentException if it would have more than {@value #LARGEST} bytes
   */
  public static byte[] encode(final Announcement announcement) {
    return FORM.encode(toAvro(announcement), "announcement " + announcement.key());
  }

  /** Reads the value of a record. */
  public static Decoded decode(final byte[] value) {
    return switch (FORM.decode(value)) {
      case ControlForm.Read<ModelAnnouncement>(final ModelAnnouncement read) -> announcement(read);
      case ControlForm.Unreadable<ModelAnnouncement>(final Rejection rejection) -> new Unreadable(rejection, Optional.empty());
    };
  }

  private static void requireUtf8(final ModelAnnouncement read) throws CharacterCodingException {
    ControlForm.requireUtf8(read.getSlot(), read.getModel(), read.getVersion(), read.getFamily(), read.getCanarySalt(), read.getNote(), read.getCluster(),
        read.getArtifact().getLocation(), read.getArtifact().getSha256());
    if (read.getSamples() != null) {
      ControlForm.requireUtf8(read.getSamples().getLocation(), read.getSamples().getSha256());
    }
  }

  private static Decoded announcement(final ModelAnnouncement read) {
    final String slot = read.getSlot().toString();
    try {
      requireUtf8(read);
      return new Read(new Announcement(slot, read.getSequence(), read.getModel().toString(), read.getVersion().toString(),
          read.getFamily().toString(), reference(read.getArtifact()), Optional.ofNullable(read.getSamples()).map(AnnouncementCodec::reference),
          traffic(read), effectiveFrom(read.getEffectiveFrom()), read.getRetroactive() ? Reach.RETROACTIVE : Reach.FORWARD,
          read.getNoVeto() ? Objections.IGNORED : Objections.HEARD, read.getNote().toString(), read.getCluster().toString()));
    } catch (final CharacterCodingException malformed) {
      return new Unreadable(new Rejection(RejectionCode.UNREADABLE, "a text of the announcement is not UTF-8"), Optional.empty());
    } catch (final IllegalArgumentException outOfRange) {
      return new Unreadable(new Rejection(RejectionCode.INVALID, Objects.requireNonNull(outOfRange.getMessage())),
          Optional.of(slot).filter(Announcement::isSlot));
    }
  }

  private static Traffic traffic(final ModelAnnouncement read) {
    return switch (read.getTraffic()) {
      case STAGED -> new Traffic.Staged();
      case LIVE -> new Traffic.Live();
      case CANARY -> new Traffic.Canary(read.getCanaryPercent(), read.getCanarySalt().toString());
      case SHADOW -> new Traffic.Shadow();
      case WITHDRAWN -> new Traffic.Withdrawn();
    };
  }

  private static EffectiveFrom effectiveFrom(final @Nullable Long epochMillis) {
    if (epochMillis == null) {
      return new EffectiveFrom.AfterLead();
    }
    return epochMillis == Entry.BEGINNING ? new EffectiveFrom.Beginning() : new EffectiveFrom.At(epochMillis);
  }

  private static ArtifactReference reference(final Artifact read) {
    return new ArtifactReference(read.getLocation().toString(), read.getBytes(), read.getSha256().toString());
  }

  private static ModelAnnouncement toAvro(final Announcement announcement) {
    final Traffic traffic = announcement.traffic();
    final int percent = traffic instanceof Traffic.Canary canary ? canary.percent() : 0;
    final String salt = traffic instanceof Traffic.Canary canary ? canary.salt() : "";
    return new ModelAnnouncement(new Utf8(announcement.slot()), announcement.sequence(), new Utf8(announcement.model()),
        new Utf8(announcement.version()), new Utf8(announcement.family()), toAvro(announcement.artifact()),
        announcement.samples().map(AnnouncementCodec::toAvro).orElse(null), kind(traffic), percent, new Utf8(salt),
        epochMillis(announcement.effectiveFrom()), announcement.reach() == Reach.RETROACTIVE, new Utf8(announcement.note()),
        new Utf8(announcement.cluster()), announcement.objections() == Objections.IGNORED);
  }

  private static Artifact toAvro(final ArtifactReference reference) {
    return new Artifact(new Utf8(reference.location()), reference.bytes(), new Utf8(reference.sha256()));
  }

  private static TrafficKind kind(final Traffic traffic) {
    return switch (traffic) {
      case Traffic.Staged _ -> TrafficKind.STAGED;
      case Traffic.Live _ -> TrafficKind.LIVE;
      case Traffic.Canary _ -> TrafficKind.CANARY;
      case Traffic.Shadow _ -> TrafficKind.SHADOW;
      case Traffic.Withdrawn _ -> TrafficKind.WITHDRAWN;
    };
  }

  private static @Nullable Long epochMillis(final EffectiveFrom effectiveFrom) {
    return switch (effectiveFrom) {
      case EffectiveFrom.AfterLead _ -> null;
      case EffectiveFrom.Beginning _ -> Entry.BEGINNING;
      case EffectiveFrom.At(final long epochMillis) -> epochMillis;
    };
  }
}
