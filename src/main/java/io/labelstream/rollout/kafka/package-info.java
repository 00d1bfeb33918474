/**
 * The Kafka side of a rollout: the control topic, the status topic, and artefacts that travel through Kafka.
 *
 * <p>An instance runs a {@link io.labelstream.rollout.kafka.ControlReader}, a {@link io.labelstream.rollout.kafka.StatusPublisher} and a
 * {@link io.labelstream.rollout.kafka.FleetWatch}, each with a thread and clients of its own, so that none depends on the stream threads or holds them up; a
 * {@link io.labelstream.rollout.kafka.VerdictWriter} writes its verdicts. Tools use an {@link io.labelstream.rollout.kafka.Announcer}, an
 * {@link io.labelstream.rollout.kafka.ArtifactUpload}, an {@link io.labelstream.rollout.kafka.ArtifactPruning}, a
 * {@link io.labelstream.rollout.kafka.ControlTopicReader} and a {@link io.labelstream.rollout.kafka.StatusReader}. All of them take Kafka's properties as they
 * are given to Kafka Streams or to any client, and override those on which their own guarantees rest.
 *
 * <p>All of them read through one class, which no record stops, however large it becomes when its batch is decompressed. Nobody joins a consumer group and
 * nobody commits offsets. Topics are never created by being used.
 */
@NullMarked
package io.labelstream.rollout.kafka;

import org.jspecify.annotations.NullMarked;
