package io.labelstream.rollout;

import io.labelstream.rollout.control.RejectionCode;
import java.util.Locale;

/** The stages of a model version's life on one instance. In the order of that life; only {@link #REJECTED} can follow any other. */
public enum ModelState {
  /** Its announcement has been accepted. */
  RECEIVED,
  /** Its bytes are in a private file of this instance. */
  FETCHED,
  /** Size and digest of the private file are those of the announcement. */
  VERIFIED,
  /** Opened from the private file, every section checked. */
  MAPPED,
  /** Its golden samples got the labels and scores they were stored with. */
  PROVED,
  /** Can serve, and waits for its time. */
  READY,
  /** Serves records of the present, as live, canary or shadow version. */
  ACTIVE,
  /** Serves no record of the present any more; its memory is kept until no task holds it and late records have had their time. */
  DRAINING,
  /** Its memory is freed. A record that needs it has it loaded again. */
  RELEASED,
  /** Not taken; the reason is a {@link RejectionCode}. */
  REJECTED;

  /** The state as it stands in status records, metrics and logs, such as {@code ready}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
