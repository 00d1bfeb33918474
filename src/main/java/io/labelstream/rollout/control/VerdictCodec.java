package io.labelstream.rollout.control;

import io.labelstream.wire.avro.ModelVerdict;
import io.labelstream.wire.avro.VerdictKind;
import java.nio.charset.CharacterCodingException;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.util.Utf8;

/**
 * Verdicts as the values of the control topic: {@code schemas/ModelVerdict.avsc} in Avro's single-object encoding, see {@link ControlForm}. Thread-safe.
 *
 * <p>{@link #decode} takes any bytes: it returns a value, and throws nothing.
 */
public final class VerdictCodec {
  private static final ControlForm<ModelVerdict> FORM = new ControlForm<>(ModelVerdict.getClassSchema(), ModelVerdict::new);

  private VerdictCodec() {}

  /** The result of reading a value. */
  public sealed interface Decoded permits Read, Unreadable {}

  /** A verdict with all its fields in range. */
  public record Read(Verdict verdict) implements Decoded {
    public Read {
      Objects.requireNonNull(verdict);
    }
  }

  /**
   * The value is not a verdict that can be used.
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

  /** True if a value claims to be a verdict. */
  static boolean isVerdict(final byte[] value) {
    return FORM.isOf(value);
  }

  /** The value of the verdict's record. */
  public static byte[] encode(final Verdict verdict) {
    final Verdict.Veto veto = verdict.finding() instanceof final Verdict.Veto objection ? objection : null;
    return FORM.encode(new ModelVerdict(new Utf8(verdict.slot()), verdict.sequence(), verdict.announcement(), new Utf8(verdict.instance()),
        veto == null ? VerdictKind.PROVED : VerdictKind.VETO, new Utf8(veto == null ? "" : veto.code()), new Utf8(veto == null ? "" : veto.detail())),
        "verdict " + verdict.key());
  }

  /** Reads the value of a record. */
  public static Decoded decode(final byte[] value) {
    return switch (FORM.decode(value)) {
      case ControlForm.Read<ModelVerdict>(final ModelVerdict read) -> verdict(read);
      case ControlForm.Unreadable<ModelVerdict>(final Rejection rejection) -> new Unreadable(rejection, Optional.empty());
    };
  }

  private static Decoded verdict(final ModelVerdict read) {
    final String slot = read.getSlot().toString();
    try {
      ControlForm.requireUtf8(read.getSlot(), read.getInstance(), read.getCode(), read.getDetail());
      return new Read(new Verdict(slot, read.getSequence(), read.getAnnouncementOffset(), read.getInstance().toString(), switch (read.getVerdict()) {
        case PROVED -> new Verdict.Proved();
        case VETO -> new Verdict.Veto(read.getCode().toString(), read.getDetail().toString());
      }));
    } catch (final CharacterCodingException malformed) {
      return new Unreadable(new Rejection(RejectionCode.UNREADABLE, "a text of the verdict is not UTF-8"), Optional.empty());
    } catch (final IllegalArgumentException outOfRange) {
      return new Unreadable(new Rejection(RejectionCode.INVALID, Objects.requireNonNull(outOfRange.getMessage())),
          Optional.of(slot).filter(Announcement::isSlot));
    }
  }
}
