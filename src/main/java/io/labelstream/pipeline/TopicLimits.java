package io.labelstream.pipeline;

/**
 * The largest records that the pipeline's topics take, in bytes.
 *
 * @param input the limit of the input topic
 * @param output the limit of the output topic
 * @param deadLetter the limit of the dead-letter topic
 * @param shadow the limit of the topic for disagreements; where there is none, the limit of the output topic
 */
record TopicLimits(int input, int output, int deadLetter, int shadow) {}
