package io.labelstream.rollout.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * The state of a model version, or of a refused control record, on an instance, as the status topic has it. Codes are text, since an instance of a later
 * release may have codes that this one does not know.
 *
 * @param instance the instance
 * @param application the pipeline's name
 * @param slot the slot; empty where it cannot be told
 * @param model the model's name; empty for a refused control record
 * @param version the model's version; empty for a refused control record
 * @param sha256 the digest of the model file; empty for a refused control record
 * @param sequence the announcement's sequence; 0: the configuration, or a refused control record
 * @param controlOffset the announcement's offset; empty: the configuration, or the topic itself
 * @param state the code of a {@link io.labelstream.rollout.ModelState}
 * @param code the code of a {@link io.labelstream.rollout.control.RejectionCode}; empty unless something was refused
 * @param detail the finding, actual against expected
 * @param residentBytes the bytes that the version holds outside the heap
 * @param steps how long each step of the latest preparation took, in order
 * @param at the time of the report, by the instance's clock
 */
public record VersionState(
    String instance,
    String application,
    String slot,
    String model,
    String version,
    String sha256,
    long sequence,
    OptionalLong controlOffset,
    String state,
    String code,
    String detail,
    long residentBytes,
    List<Step> steps,
    Instant at) {
  public VersionState {
    steps = List.copyOf(steps);
  }

  /** The time that a step took, under the code of the state that it led to. */
  public record Step(String state, Duration time) {}
}
