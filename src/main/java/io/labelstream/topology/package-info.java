/**
 * The processor that classifies records within a Kafka Streams topology: slots, dead letters, lineage, shadow versions.
 *
 * <p>{@link io.labelstream.topology.ClassifyProcessor} is the one step that somebody puts into a topology of their own; the package {@code pipeline} builds
 * the whole application around it.
 *
 * <p>The timestamp and key of a record decide which model version labels it, by the plan that {@code rollout} publishes. A task keeps its choice, with the
 * span of event times for which it is valid ({@code SlotVersions}), holds the models that it uses, and waits while it cannot know.
 *
 * <p>Three kinds of trouble are told apart. A fault of a <em>record</em> is a {@link io.labelstream.topology.DeadLetterReason}: the record goes to the
 * dead-letter topic and the stream goes on. While the <em>surroundings</em> are at fault, a broker or the schema registry being away, records wait. A fault
 * of the <em>set-up</em> keeps the pipeline from starting, or stops it.
 */
@NullMarked
package io.labelstream.topology;

import org.jspecify.annotations.NullMarked;
