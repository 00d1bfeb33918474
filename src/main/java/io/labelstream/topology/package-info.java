/**
 * The processor that classifies records within a Kafka Streams topology: slots, dead letters, lineage, shadow versions.
 *
 * <p>{@link io.labelstream.topology.ClassifyProcessor} is the one step that somebody puts into a topology of their own; the package {@code pipeline} builds the
 * whole application around it.
 *
 * <p>Which model version labels a record is the record's own matter: its timestamp and key decide, by the plan that {@code rollout} publishes. A task keeps
 * what it has chosen, with the span of event times for which that holds ({@code SlotVersions}), holds the models it uses, and waits where it cannot know.
 *
 * <p>Three kinds of trouble are told apart. What is wrong with a <em>record</em> is a {@link io.labelstream.topology.DeadLetterReason}: the
 * record goes to the dead-letter topic and the stream goes on. What is wrong with the <em>surroundings</em> for a while, a broker or the
 * schema registry being away, is waited for. What is wrong with the <em>set-up</em> keeps the pipeline from starting, or stops it.
 */
@NullMarked
package io.labelstream.topology;

import org.jspecify.annotations.NullMarked;
