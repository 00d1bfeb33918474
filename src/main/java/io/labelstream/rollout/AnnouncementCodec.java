package io.labelstream.rollout;

import io.labelstream.wire.avro.Artifact;
import io.labelstream.wire.avro.ModelAnnouncement;
import io.labelstream.wire.avro.TrafficKind;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Announcements as the values of the control topic: Avro's single-object encoding of {@code schemas/ModelAnnouncement.avsc}, for which no registry is
 * needed. Thread-safe.
 *
 * <pre>
 *   0     1     2                               10                  at most 65 536
 *   +-----+-----+-------------------------------+- - - - - - - - - - - - - - - - +
 *   | C3  | 01  | fingerprint of the schema     | body in Avro's binary form     |
 *   +-----+-----+-------------------------------+- - - - - - - - - - - - - - - - +
 *                 CRC-64-AVRO, lowest byte first
 * </pre>
 *
 * <p>Any bytes may be given to {@link #decode}: it answers with a value, throws nothing, and allocates in proportion to the bytes that are there, not to
 * the lengths that they claim.
 */
public final class AnnouncementCodec {
  /** The most bytes that a value may have. */
  public static final int LARGEST = 1 << 16;

  private static final byte MARKER = (byte) 0xC3;
  private static final byte FORM = 0x01;
  private static final int FINGERPRINT_OFFSET = 2;
  private static final int BODY_OFFSET = FINGERPRINT_OFFSET + Long.BYTES;
  private static final Schema SCHEMA = ModelAnnouncement.getClassSchema();
  private static final long FINGERPRINT = SchemaNormalization.parsingFingerprint64(SCHEMA);

  private AnnouncementCodec() {}

  /** What a value turned out to be. */
  public sealed interface Decoded permits Read, Unreadable {}

  /** An announcement with all its fields in range. */
  public record Read(Announcement announcement) implements Decoded {
    public Read {
      Objects.requireNonNull(announcement);
    }
  }

  /**
   * No announcement that can be used.
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
   * The value of the announcement's record. Decoded again, it is the same announcement, but for two things that the form cannot tell apart: an effective
   * time of {@link Long#MIN_VALUE} comes back as {@link EffectiveFrom.Beginning}, and half a surrogate pair as a question mark.
   *
   * @throws IllegalArgumentException if it would have more than {@value #LARGEST} bytes
   */
  public static byte[] encode(final Announcement announcement) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(BODY_OFFSET).order(ByteOrder.LITTLE_ENDIAN).put(MARKER).put(FORM).putLong(FINGERPRINT).array());
    final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      toAvro(announcement).customEncode(encoder);
      encoder.flush();
    } catch (final IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    if (out.size() > LARGEST) {
      throw new IllegalArgumentException("announcement " + announcement.key() + " takes " + out.size() + " bytes, expected at most " + LARGEST
          + "; shorten its salt, cluster or locations");
    }
    return out.toByteArray();
  }

  /** What the value of a record is. */
  public static Decoded decode(final byte[] value) {
    if (value.length > LARGEST) {
      return unreadable("the value has " + value.length + " bytes, expected at most " + LARGEST);
    }
    if (value.length < BODY_OFFSET || value[0] != MARKER || value[1] != FORM) {
      return unreadable("the value, of " + value.length + " bytes, does not start with C3 01 and a fingerprint as Avro's single-object encoding does");
    }
    final long fingerprint = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(FINGERPRINT_OFFSET);
    if (fingerprint != FINGERPRINT) {
      return new Unreadable(new Rejection(RejectionCode.UNKNOWN_SCHEMA, "the value is of the schema with fingerprint " + hex(fingerprint)
          + ", expected " + hex(FINGERPRINT)), Optional.empty());
    }
    final ModelAnnouncement read;
    try {
      read = read(value);
    } catch (final EOFException shorter) {
      return unreadable("the value, of " + value.length + " bytes, ends within a field");
    } catch (final CharacterCodingException malformed) {
      return unreadable("a text of the announcement is not UTF-8");
    } catch (final IOException | RuntimeException malformed) {
      // Avro tells malformed data by whatever its decoder runs into, down to ArrayIndexOutOfBoundsException; its messages may quote the data.
      return unreadable("the value breaks its schema: " + malformed.getClass().getSimpleName());
    }
    return announcement(read);
  }

  private static ModelAnnouncement read(final byte[] value) throws IOException {
    final BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, BODY_OFFSET, value.length - BODY_OFFSET, null);
    final ResolvingDecoder resolving = DecoderFactory.get().resolvingDecoder(SCHEMA, SCHEMA, decoder);
    // The generated code itself, since Avro's reader would look for the class by name, and refuse it.
    final ModelAnnouncement read = new ModelAnnouncement();
    read.customDecode(resolving);
    if (!decoder.isEnd()) {
      throw new IOException("bytes follow the announcement");
    }
    requireUtf8(read.getSlot(), read.getModel(), read.getVersion(), read.getFamily(), read.getCanarySalt(), read.getNote(), read.getCluster());
    requireUtf8(read.getArtifact().getLocation(), read.getArtifact().getSha256());
    if (read.getSamples() != null) {
      requireUtf8(read.getSamples().getLocation(), read.getSamples().getSha256());
    }
    return read;
  }

  /** Else two different salts, say, could be read as the same one. */
  private static void requireUtf8(final Utf8... texts) throws CharacterCodingException {
    for (final Utf8 text : texts) {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.getBytes(), 0, text.getByteLength()));
    }
  }

  private static Decoded announcement(final ModelAnnouncement read) {
    final String slot = read.getSlot().toString();
    try {
      return new Read(new Announcement(slot, read.getSequence(), read.getModel().toString(), read.getVersion().toString(),
          read.getFamily().toString(), reference(read.getArtifact()), Optional.ofNullable(read.getSamples()).map(AnnouncementCodec::reference),
          traffic(read), effectiveFrom(read.getEffectiveFrom()), read.getRetroactive() ? Reach.RETROACTIVE : Reach.FORWARD,
          read.getNote().toString(), read.getCluster().toString()));
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
        new Utf8(announcement.cluster()));
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

  private static Unreadable unreadable(final String detail) {
    return new Unreadable(new Rejection(RejectionCode.UNREADABLE, detail), Optional.empty());
  }

  private static String hex(final long fingerprint) {
    return HexFormat.of().toHexDigits(fingerprint);
  }
}
