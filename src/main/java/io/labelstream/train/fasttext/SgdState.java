package io.labelstream.train.fasttext;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** The state that the threads of a run share: the next examples, the progress and the loss so far. Thread-safe. */
final class SgdState {
  private static final int LARGEST_BLOCK = 32;
  private static final long REPORT_NANOS = 200_000_000;
  /** Enough blocks for each thread that none waits long for the last one. */
  private static final int BLOCKS = 16;

  private final FeatureCorpus corpus;
  private final SgdSettings settings;
  private final int blockSize;
  private final double allTokens;
  private final long start = System.nanoTime();
  private final AtomicInteger nextBlock = new AtomicInteger();
  private final AtomicLong tokens = new AtomicLong();
  private final DoubleAdder loss = new DoubleAdder();
  private final LongAdder visits = new LongAdder();
  private volatile long reported = start;
  private volatile Visits order;
  private volatile int epoch;
  private volatile boolean stopped;
  private volatile boolean diverged;

  SgdState(final FeatureCorpus corpus, final SgdSettings settings) {
    this.corpus = corpus;
    this.settings = settings;
    this.blockSize = Math.clamp(corpus.examples() / ((long) settings.threads() * BLOCKS), 1, LARGEST_BLOCK);
    this.allTokens = Math.max((double) corpus.tokens() * settings.epochs(), 1);
    this.order = order(0);
  }

  /** Begins an epoch; no worker runs at this time. The first epoch is 0. */
  void startEpoch(final int number) {
    epoch = number;
    order = order(number);
    nextBlock.set(0);
    loss.reset();
    visits.reset();
  }

  private Visits order(final int number) {
    return settings.order().of(Math.max(corpus.examples(), 1), settings, number);
  }

  int epoch() {
    return epoch;
  }

  Visits order() {
    return order;
  }

  /** The first place of the next block of the epoch, or -1 if there are no more. */
  int nextBlock() {
    if (stopped || diverged) {
      return -1;
    }
    final long first = (long) nextBlock.getAndIncrement() * blockSize;
    return first < corpus.examples() ? (int) first : -1;
  }

  /** The end of the block that begins at {@code first}. */
  int endOfBlock(final int first) {
    return (int) Math.min((long) first + blockSize, corpus.examples());
  }

  /** The number of tokens visited in all epochs so far. */
  long tokens() {
    return tokens.get();
  }

  /** The learning rate after {@code visited} tokens. */
  float rate(final long visited) {
    return (float) (settings.learningRate() * Math.max(1 - visited / allTokens, 0));
  }

  /** Adds the figures of a block. */
  void add(final long visitedTokens, final int visitedExamples, final double lossOfBlock) {
    tokens.addAndGet(visitedTokens);
    visits.add(visitedExamples);
    loss.add(lossOfBlock);
    if (!Double.isFinite(lossOfBlock)) {
      diverged = true;
    }
  }

  boolean hasDiverged() {
    return diverged;
  }

  void stop() {
    stopped = true;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** The mean loss of the epoch's visits; NaN before the first. */
  double meanLoss() {
    return loss.sum() / visits.sum();
  }

  /** The time until progress is to be reported again. */
  long millisToReport() {
    return Math.max(REPORT_NANOS - (System.nanoTime() - reported), 0) / 1_000_000;
  }

  /** The state of the run, which counts as reported now. */
  SgdProgress.State report() {
    reported = System.nanoTime();
    final long visited = tokens.get();
    final double fraction = Math.min(visited / allTokens, 1);
    final double seconds = elapsed().toNanos() / 1e9;
    final Duration remaining = fraction > 0 ? Duration.ofMillis((long) (1000 * seconds * (1 - fraction) / fraction)) : Duration.ZERO;
    final double speed = visited / Math.max(seconds, 1e-9) / settings.threads();
    return new SgdProgress.State(fraction, epoch + 1, settings.epochs(), speed, rate(visited), meanLoss(), remaining);
  }
}
