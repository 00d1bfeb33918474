package io.labelstream.bench.pipeline;

import io.labelstream.bench.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reasons to doubt figures: a machine that was busy with other things, or repetitions that differ much. */
final class Doubts {
  /** The part of the machine's CPU time that others may take unnoticed. */
  static final double MOST_NOISE = 0.05;
  /** The part of the median by which repetitions may differ. */
  static final double MOST_SPREAD = 0.10;
  /** The lag of the producer, in milliseconds, that is small beside a commit interval. */
  static final double MOST_LAG_MILLIS = 20;

  private static final double PERCENT = 100;

  private Doubts() {}

  /** A line for each reason; none where figures can be trusted. */
  static List<String> of(final List<CaseFigures> cases) {
    final List<String> reasons = new ArrayList<>();
    final Noise worst = cases.stream().map(CaseFigures::speed).flatMap(speed -> Stream.concat(speed.runs().stream(), speed.passThrough().stream()))
        .map(RunFigures::noise).reduce(Noise.NONE, Noise::or);
    if (worst.others() > MOST_NOISE) {
      reasons.add(format("other processes took up to %.0f %% of the machine's CPU time during a run", PERCENT * worst.others()));
    }
    if (worst.steal() > MOST_NOISE) {
      reasons.add(format("the host took up to %.0f %% of the machine's CPU time during a run", PERCENT * worst.steal()));
    }
    final double widest = cases.stream().map(CaseFigures::speed)
        .flatMap(speed -> Stream.of(speed.of(run -> run.whole().recordsPerSecond()), speed.ofPassThrough(run -> run.whole().recordsPerSecond())))
        .mapToDouble(Spread::width).max().orElse(0);
    if (widest > MOST_SPREAD) {
      reasons.add(format("records/s of the repetitions of one run differ by up to %.0f %%", PERCENT * widest));
    }
    final double lag = cases.stream().flatMap(each -> each.latencies().stream()).map(CaseFigures.AtLoad::latency)
        .flatMap(latency -> Stream.concat(latency.runs().stream(), latency.passThrough().stream())).mapToDouble(Latency::producerLagMillis).max().orElse(0);
    if (lag > MOST_LAG_MILLIS) {
      reasons.add(format("the producer was up to %,.0f ms late, which latencies include", lag));
    }
    return List.copyOf(reasons);
  }

  private static String format(final String pattern, final Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
