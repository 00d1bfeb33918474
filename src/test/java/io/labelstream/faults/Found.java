package io.labelstream.faults;

import java.util.List;
import java.util.Optional;

/** A committed result for a record of the input. */
record Found(long id, Optional<String> key, long timestamp, Result result) {
  sealed interface Result {}

  record Labels(List<SlotLabel> slots) implements Result {}

  record DeadLetter(String reason) implements Result {}

  /**
   * The best label of a slot.
   *
   * @param offset the announcement's offset on the control topic; {@link Oracle#BASE} for the version of the configuration
   * @param confirmed what the record says of itself
   */
  record SlotLabel(String slot, String label, String version, String sha256, long offset, String traffic, boolean confirmed) {}
}
