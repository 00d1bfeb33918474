package io.labelstream.observe;

import io.labelstream.pipeline.PipelineState;
import io.labelstream.rollout.kafka.ControlReader;

/**
 * The signs by which a pipeline lives; they are known at once, however many models and announcements there are.
 *
 * @param state where it is in its life
 * @param control what its reader of the control topic is doing; {@link ControlReader.Phase#STARTING} where there is none
 * @param streamThreads how many stream threads have not ended
 */
record Vitals(PipelineState state, ControlReader.Phase control, int streamThreads) {}
