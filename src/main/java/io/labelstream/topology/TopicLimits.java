package io.labelstream.topology;

/**
 * The largest records that the pipeline's topics take, in bytes.
 *
 * @param input the limit of the input topic
 * @param output the limit of the output topic
 * @param deadLetter the limit of the dead-letter topic
 */
record TopicLimits(int input, int output, int deadLetter) {}
