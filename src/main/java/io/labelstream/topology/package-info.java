/**
 * The Kafka Streams topology: source, classify, sink; dead letters; lineage; configuration; start and stop.
 *
 * <p>Two ways in. {@link io.labelstream.topology.Pipeline} is the whole application, from a {@link io.labelstream.topology.PipelineConfig}.
 * {@link io.labelstream.topology.ClassifyProcessor} is the one step that somebody puts into a topology of their own.
 *
 * <p>Which model version labels a record is the record's own matter: its timestamp and key decide, by the plan that {@code rollout} publishes. A task keeps
 * what it has chosen, with the span of event times for which that holds ({@code SlotVersions}), holds the models it uses, and waits where it cannot know.
 *
 * <p>Three kinds of trouble are told apart. What is wrong with a <em>record</em> is a {@link io.labelstream.topology.DeadLetterReason}: the
 * record goes to the dead-letter topic and the stream goes on. What is wrong with the <em>surroundings</em> for a while, a broker or the
 * schema registry being away, is waited for. What is wrong with the <em>set-up</em> is a {@link io.labelstream.topology.StartupFailure}:
 * the pipeline does not start, or stops.
 */
@NullMarked
package io.labelstream.topology;

import org.jspecify.annotations.NullMarked;
