package io.labelstream.rollout;

import io.labelstream.model.ModelOptions;
import io.labelstream.rollout.control.Lead;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * How models are prepared and kept.
 *
 * @param lead the least time from an announcement to its effective time; the same on all instances
 * @param modelOptions how models are opened
 * @param maxModelBytes the largest artefact that is fetched
 * @param memoryBytes the most bytes that all open models together may hold outside the heap
 * @param memoryPolicy the choice where they would hold more
 * @param fetchTimeout how long one try to fetch an artefact may take
 * @param linger how long a version that serves nothing is kept after its last use
 * @param staging the folder below which a private folder for fetched artefacts is made
 * @param vectorSlots the slots whose models have to give vectors
 */
public record RolloutSettings(
    Lead lead,
    ModelOptions modelOptions,
    long maxModelBytes,
    long memoryBytes,
    MemoryPolicy memoryPolicy,
    Duration fetchTimeout,
    Duration linger,
    Path staging,
    Set<String> vectorSlots) {
  public RolloutSettings {
    Objects.requireNonNull(modelOptions);
    Objects.requireNonNull(memoryPolicy);
    Objects.requireNonNull(staging);
    vectorSlots = Set.copyOf(vectorSlots);
    require(lead.length().toMillis() >= 1, "lead is " + lead + ", expected at least a millisecond");
    require(maxModelBytes >= 1, "maxModelBytes is " + maxModelBytes + ", expected at least 1");
    require(memoryBytes >= 1, "memoryBytes is " + memoryBytes + ", expected at least 1");
    require(!fetchTimeout.isNegative() && !fetchTimeout.isZero(), "fetchTimeout is " + fetchTimeout + ", expected more than nothing");
    require(!linger.isNegative(), "linger is " + linger + ", expected at least nothing");
  }

  /** Settings for slots of which none needs vectors. */
  public RolloutSettings(
      final Lead lead,
      final ModelOptions modelOptions,
      final long maxModelBytes,
      final long memoryBytes,
      final MemoryPolicy memoryPolicy,
      final Duration fetchTimeout,
      final Duration linger,
      final Path staging) {
    this(lead, modelOptions, maxModelBytes, memoryBytes, memoryPolicy, fetchTimeout, linger, staging, Set.of());
  }

  private static void require(final boolean holds, final String expectation) {
    if (!holds) {
      throw new IllegalArgumentException(expectation);
    }
  }
}
