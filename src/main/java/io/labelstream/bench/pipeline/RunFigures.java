package io.labelstream.bench.pipeline;

/**
 * The figures of one run in fresh JVMs.
 *
 * @param whole from the start of the work to the last committed record
 * @param warm the same after the first million records, or the first half where there are fewer than two million
 * @param coldSeconds from the start of the process to the end of those first records
 * @param noise of the machine meanwhile
 */
public record RunFigures(Span whole, Span warm, double coldSeconds, Noise noise) {}
