package io.labelstream.rollout.fleet;

import io.labelstream.rollout.control.Rejection;
import io.labelstream.rollout.control.RejectionCode;
import java.util.Arrays;
import java.util.Optional;

/** The reason why something was not taken: code, meaning, detail, and remedy. */
public final class Rejections {
  private Rejections() {}

  /** All in one line. */
  public static String inWords(final Rejection rejection) {
    return inWords(rejection.code().code(), rejection.detail());
  }

  /** All in one line, for a code from the status topic, which may be of a later release. */
  public static String inWords(final String code, final String detail) {
    return known(code).map(known -> code + " (" + known.meaning() + "): " + detail + "; " + known.remedy()).orElse(code + ": " + detail);
  }

  /** The code of this name, if this release has it. */
  public static Optional<RejectionCode> known(final String code) {
    return Arrays.stream(RejectionCode.values()).filter(known -> known.code().equals(code)).findFirst();
  }
}
