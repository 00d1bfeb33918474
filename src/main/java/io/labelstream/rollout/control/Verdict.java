package io.labelstream.rollout.control;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The finding of an instance on an announcement: the contents of one record of the control topic, which never changes afterwards.
 *
 * @param slot the slot of the announcement
 * @param sequence the announcement's number within the slot
 * @param announcement the announcement's offset on the control topic
 * @param instance the instance that writes it
 * @param finding its finding
 */
public record Verdict(String slot, long sequence, long announcement, String instance, Finding finding) {
  private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{1,255}");
  private static final Pattern CODE = Pattern.compile("[a-z0-9-]{1,64}");
  private static final int LONGEST_DETAIL = 1000;

  public Verdict {
    Objects.requireNonNull(finding);
    require(Announcement.isSlot(slot), "the slot must be 1 to 64 lower-case letters, digits and inner hyphens");
    require(sequence >= 1, "the sequence is " + sequence + ", expected at least 1");
    require(announcement >= 0, "the announcement's offset is " + announcement + ", expected at least 0");
    require(INSTANCE.matcher(instance).matches(), "the instance must be 1 to 255 letters, digits and . _ -");
  }

  /** The finding. */
  public sealed interface Finding {}

  /** The version was fetched, verified and opened, and its golden samples got their labels. */
  public record Proved() implements Finding {}

  /**
   * The instance cannot take the announcement.
   *
   * @param code the code of a {@link RejectionCode}, or of one that a later release has
   * @param detail one line with actual against expected; never content of a text
   */
  public record Veto(String code, String detail) implements Finding {
    public Veto {
      require(CODE.matcher(code).matches(), "the code must be 1 to 64 lower-case letters, digits and hyphens");
      require(detail.length() <= LONGEST_DETAIL, "the detail has " + detail.length() + " characters, expected at most " + LONGEST_DETAIL);
    }

    /** The veto for a reason; a detail that is too long is cut, between two characters. */
    public static Veto of(final Rejection rejection) {
      return new Veto(rejection.code().code(), cut(rejection.detail()));
    }

    private static String cut(final String detail) {
      if (detail.length() <= LONGEST_DETAIL) {
        return detail;
      }
      return detail.substring(0, Character.isHighSurrogate(detail.charAt(LONGEST_DETAIL - 1)) ? LONGEST_DETAIL - 1 : LONGEST_DETAIL);
    }
  }

  /** The key of its record on the control topic. */
  public String key() {
    return slot + "/" + sequence + "/verdict/" + instance;
  }

  private static void require(final boolean holds, final String expectation) {
    if (!holds) {
      throw new IllegalArgumentException(expectation);
    }
  }
}
