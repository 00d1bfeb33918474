package io.labelstream.bench.pipeline;

/**
 * The part of the machine's CPU time that a run did not get.
 *
 * @param steal taken by the host of a virtual machine
 * @param others taken by processes that are not of the bench
 */
public record Noise(double steal, double others) {
  /** None, or none that can be known. */
  static final Noise NONE = new Noise(0, 0);

  static Noise between(final CpuTimes start, final CpuTimes end) {
    final double all = end.all() - start.all();
    return all <= 0
        ? NONE
        : new Noise((end.steal() - start.steal()) / all, Math.max(0, end.busy() - start.busy() - (end.bench() - start.bench())) / all);
  }

  /** The worse of two in each part. */
  Noise or(final Noise other) {
    return new Noise(Math.max(steal, other.steal), Math.max(others, other.others));
  }
}
