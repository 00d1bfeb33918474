package io.labelstream.bench;

import io.labelstream.bench.LocalRollout.Told;
import io.labelstream.observe.ProcessMemory;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.Lead;
import io.labelstream.topology.Classification;
import io.labelstream.topology.PipelineStats;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.topology.internal.RolloutRules;
import io.labelstream.topology.internal.UncertainPolicy;
import io.labelstream.wire.JsonLabelEncoder;
import io.labelstream.wire.PlainTextDecoder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Swaps two models in turn while threads classify at full load. Each swap is a version's whole life, from its announcement to the release of the version
 * before it: fetched, verified, opened, proved and closed by the same code as in a pipeline. Only Kafka is left out.
 */
public final class SwapBench implements AutoCloseable {
  /** Unmeasured swaps, there and back, so that the code of a rollout is compiled too. */
  public static final int WARM_UP_SWAPS = 2;
  public static final Duration WARM_UP = Duration.ofSeconds(2);
  /** The shortest interval and lead that make sense. */
  public static final Duration LEAST_TIME = Duration.ofMillis(LoadLog.SLICE_MILLIS);

  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final Settings settings;
  private final LocalRollout rollout;
  private final PipelineStats stats = new PipelineStats();
  private final LoadThread.Mishaps mishaps = new LoadThread.Mishaps();
  private final List<LoadThread> load = new ArrayList<>();
  private final List<CompletableFuture<Void>> running = new ArrayList<>();

  /**
   * The swaps to measure.
   *
   * @param interval the quiet time before each announcement; where it is less than a second, for runs of many swaps, the measured time around a swap and the
   *     time between a task's checks of its models are as short
   * @param lead the time from an announcement to its effective time
   */
  public record Settings(ModelFile first, ModelFile second, BenchTexts texts, int swaps, int threads, Duration interval, Duration lead) {
    /** @throws IllegalArgumentException if both models are the same, so that there is nothing to swap */
    public Settings {
      if (first.reference().sha256().equals(second.reference().sha256())) {
        throw new IllegalArgumentException("both models have the same bytes, which are opened once and never swapped; name two different models");
      }
    }

    Duration quiet() {
      return interval.compareTo(WINDOW) < 0 ? interval : WINDOW;
    }
  }

  private SwapBench(final Settings settings) throws IOException {
    this.settings = settings;
    this.rollout = LocalRollout.open(settings.lead(), Math.max(settings.first().reference().bytes(), settings.second().reference().bytes()));
  }

  /** @throws BenchException if a version is rejected or does not get ready, or a thread that classifies has failed */
  public static SwapFigures run(final Settings settings) throws IOException, BenchException, InterruptedException {
    try (SwapBench bench = new SwapBench(settings)) {
      return bench.measure();
    }
  }

  private SwapFigures measure() throws BenchException, InterruptedException {
    rollout.announce(settings.first(), Entry.BEGINNING);
    rollout.await(settings.first(), ModelState.ACTIVE);
    startLoad();
    Thread.sleep(WARM_UP);
    for (int swap = 0; swap < WARM_UP_SWAPS; swap++) {
      swap(swap);
    }
    final long pending = mishaps.pending().sum();
    final long waits = stats.waits();
    final long waitedNanos = stats.waited().toNanos();
    final OptionalLong memory = ProcessMemory.resident();
    final List<MeasuredSwap> swaps = new ArrayList<>();
    for (int swap = 0; swap < settings.swaps(); swap++) {
      swaps.add(swap(WARM_UP_SWAPS + swap));
    }
    endLoad();
    return new SwapFigures(
        settings, swaps, memory, mishaps.closed().sum(), mishaps.pending().sum() - pending, stats.waits() - waits,
        Duration.ofNanos(stats.waited().toNanos() - waitedNanos));
  }

  private void startLoad() {
    final Classification classification =
        Classification.of(
            List.of(ModelSlot.of(LocalRollout.SLOT, rollout.models()).withRules(RolloutRules.of(UncertainPolicy.WAIT, Lead.of(settings.lead())))),
            PlainTextDecoder::new, JsonLabelEncoder::new).withStats(stats);
    final int texts = settings.texts().texts().size();
    for (int thread = 0; thread < settings.threads(); thread++) {
      final int begin = (int) ((long) texts * thread / settings.threads());
      load.add(new LoadThread(classification, settings.texts().texts(), settings.quiet(), begin, mishaps));
    }
    final Executor newThread = task -> Thread.ofPlatform().name("labelstream-load").daemon().start(task);
    load.forEach(thread -> running.add(CompletableFuture.runAsync(thread, newThread)));
  }

  private void endLoad() throws BenchException {
    load.forEach(LoadThread::stop);
    try {
      running.forEach(CompletableFuture::join);
    } catch (final CompletionException failure) {
      throw new BenchException("a thread that classifies has failed: " + failure.getCause().getMessage(), failure);
    }
  }

  private MeasuredSwap swap(final int number) throws BenchException, InterruptedException {
    final ModelFile from = number % 2 == 0 ? settings.first() : settings.second();
    final ModelFile to = number % 2 == 0 ? settings.second() : settings.first();
    Thread.sleep(settings.interval());
    final long residentBefore = rollout.residentBytes();
    final long announced = System.currentTimeMillis();
    // Windows are made of slices, so the effective time has to be at the start of one.
    final long effective = LoadLog.sliceOf(announced + settings.lead().toMillis() - 1) + LoadLog.SLICE_MILLIS;
    rollout.announce(to, effective);
    final Told ready = rollout.await(to, ModelState.READY);
    final Told released = rollout.await(from, ModelState.RELEASED);
    final long residentAfter = rollout.residentBytes(ready.report().residentBytes());
    final OptionalLong memory = ProcessMemory.resident();
    final long half = Math.max(LoadLog.SLICE_MILLIS, LoadLog.sliceOf(settings.quiet().toMillis() / 2));
    Thread.sleep(Math.max(0, effective + half + LoadLog.SLICE_MILLIS - System.currentTimeMillis()));
    requireLoad();
    final long quietEnd = LoadLog.sliceOf(announced);
    final MeasuredSwap swap =
        new MeasuredSwap(
            to.version(),
            window(Math.min(quietEnd - LoadLog.SLICE_MILLIS, quietEnd - LoadLog.sliceOf(settings.quiet().toMillis())), quietEnd),
            window(quietEnd, LoadLog.sliceOf(ready.millis()) + LoadLog.SLICE_MILLIS),
            window(effective - half, effective + half),
            ready.report().steps(),
            Duration.ofMillis(ready.millis() - announced),
            Duration.ofMillis(effective - ready.millis()),
            Duration.ofMillis(released.millis() - effective),
            residentBefore, residentAfter, memory);
    load.forEach(thread -> thread.log().forgetBefore(effective));
    return swap;
  }

  private void requireLoad() throws BenchException {
    if (running.stream().anyMatch(CompletableFuture::isDone)) {
      endLoad();
    }
  }

  private LoadLog.Window window(final long from, final long to) {
    return LoadLog.window(load.stream().map(LoadThread::log).toList(), from, to);
  }

  /** Ends the load first, as it holds models, and then the rollout. */
  @Override
  public void close() {
    load.forEach(LoadThread::stop);
    running.forEach(thread -> thread.handle((done, failure) -> done).join());
    rollout.close();
  }
}
