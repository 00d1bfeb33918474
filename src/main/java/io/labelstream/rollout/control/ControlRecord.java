package io.labelstream.rollout.control;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A record of the control topic, not decoded yet. Arrays are not copied, and must not be changed.
 *
 * @param offset its offset
 * @param appendTime the broker's append time in epoch milliseconds; empty where the record has only its producer's time
 * @param key its key
 * @param value its value
 * @param signature the bytes of its signature header
 */
public record ControlRecord(
    long offset, OptionalLong appendTime, byte @Nullable [] key, byte @Nullable [] value, byte @Nullable [] signature) {}
