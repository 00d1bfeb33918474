package io.labelstream.rollout;

import io.labelstream.golden.GoldenSamples;
import java.util.Optional;

/**
 * The result of looking into fetched artefacts, which are those that were announced.
 *
 * @param bytes what the model will hold outside the heap; 0 where it is open already
 * @param samples the golden samples, where there are any: those that came with the model, else those inside it
 */
record Verified(long bytes, Optional<GoldenSamples> samples) {}
