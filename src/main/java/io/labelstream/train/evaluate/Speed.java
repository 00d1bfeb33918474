package io.labelstream.train.evaluate;

import java.time.Duration;

/**
 * The time that one thread takes for a text, when texts are classified one at a time. All figures are medians of several rounds.
 *
 * @param textsPerSecond the mean of the texts
 * @param bytesPerSecond the same in bytes of the texts
 * @param p50 the time that half of the texts take at most
 * @param p95 the time that 95 % of the texts take at most
 * @param p99 the time that 99 % of the texts take at most
 */
public record Speed(double textsPerSecond, double bytesPerSecond, Duration p50, Duration p95, Duration p99) {}
