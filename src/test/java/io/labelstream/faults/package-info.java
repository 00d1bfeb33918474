/**
 * The fault harness: a broker, a schema registry and several instances as processes, texts with known numbers, models announced all the while, and faults
 * chosen by a seed. After each fault, every text must have exactly one result, in the order of its key, by the version that the control topic alone gives.
 *
 * <p>{@link io.labelstream.faults.FaultPlan} says which faults come when, {@link io.labelstream.faults.Fault} has each of them,
 * {@link io.labelstream.faults.Cluster} has what they strike, {@link io.labelstream.faults.Oracle} knows the right version and
 * {@link io.labelstream.faults.Checker} compares. Run it with {@code mvn -q test-compile exec:exec@faults -Dfaults.minutes=30}.
 */
@NullMarked
package io.labelstream.faults;

import org.jspecify.annotations.NullMarked;
