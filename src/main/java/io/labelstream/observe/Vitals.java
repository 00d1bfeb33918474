package io.labelstream.observe;

import io.labelstream.rollout.kafka.ControlReader;
import io.labelstream.topology.PipelineState;

/**
 * What tells whether a pipeline can go on, and is known at once, however much there is to see.
 *
 * @param state where it is in its life
 * @param control what its reader of the control topic is doing; {@link ControlReader.Phase#STARTING} where there is none
 * @param streamThreads how many stream threads have not ended
 */
record Vitals(PipelineState state, ControlReader.Phase control, int streamThreads) {}
