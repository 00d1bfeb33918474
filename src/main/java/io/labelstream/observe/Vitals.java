package io.labelstream.observe;

import io.labelstream.pipeline.PipelineState;
import io.labelstream.rollout.kafka.ControlReader;

/**
 * The vital signs of a pipeline, which are read quickly, however many models and announcements there are.
 *
 * @param state where it is in its life
 * @param control the phase of its reader of the control topic; {@link ControlReader.Phase#STARTING} where there is none
 * @param streamThreads how many stream threads have not ended
 */
record Vitals(PipelineState state, ControlReader.Phase control, int streamThreads) {}
