package io.labelstream.train.labeltree.node;

import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.Workers;
import io.labelstream.train.labeltree.FeatureMatrix;
import io.labelstream.train.labeltree.LabelMatrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/**
 * Trains the classifiers of all nodes of a tree. The children of one node share their texts; threads share the children of nodes with many texts, and otherwise
 * take a node with its children each. The result is the same for any number of threads.
 */
public final class NodeTraining {
  /** A node with more than the whole work by this and by the threads has its children shared by all threads. */
  private static final int SHARES = 8;

  private final FeatureMatrix features;
  private final TreeShape shape;
  private final NodeSettings settings;
  private final long seed;
  private final Workers workers;
  private final Thread caller = Thread.currentThread();
  private final NodeTexts texts;
  private final NodeWeights[] weights;
  private final Queue<Chunk.Cutter> cutters = new ConcurrentLinkedQueue<>();
  private final Queue<NodeTrainer> trainers = new ConcurrentLinkedQueue<>();

  private NodeTraining(
      final FeatureMatrix features, final LabelMatrix labels, final TreeShape shape, final NodeSettings settings, final long seed, final Workers workers) {
    this.features = features;
    this.shape = shape;
    this.settings = settings;
    this.seed = seed;
    this.workers = workers;
    this.texts = NodeTexts.of(labels, shape);
    this.weights = new NodeWeights[shape.nodes()];
  }

  /**
   * Trains.
   *
   * @param features the features of the texts
   * @param labels the labels of the same texts, all of which are in the tree
   * @param seed decides the order in which solvers visit texts
   * @param progress takes the part of the work that is done, in the calling thread
   * @return the classifier of each node by its number
   * @throws InterruptedException if the calling thread was interrupted
   */
  public static NodeWeights[] train(
      final FeatureMatrix features, final LabelMatrix labels, final TreeShape shape, final NodeSettings settings, final long seed, final Workers workers,
      final DoubleConsumer progress) throws InterruptedException {
    return new NodeTraining(features, labels, shape, settings, seed, workers).train(progress);
  }

  private NodeWeights[] train(final DoubleConsumer progress) throws InterruptedException {
    weights[0] = NodeTrainer.NEVER_ASKED;
    final int[] parents = IntStream.range(0, shape.nodes()).filter(node -> shape.childCount(node) > 0).boxed()
        .sorted(Comparator.comparingLong(this::work).reversed()).mapToInt(Integer::intValue).toArray();
    final long all = Arrays.stream(parents).mapToLong(this::work).sum();
    final long large = all / ((long) SHARES * workers.threads());
    int shared = 0;
    long before = 0;
    while (shared < parents.length && work(parents[shared]) > large) {
      trainShared(parents[shared]);
      before += work(parents[shared]);
      progress.accept((double) before / all);
      shared++;
    }
    final int first = shared;
    final AtomicLong done = new AtomicLong(before);
    workers.forEach(parents.length - first, number -> {
      trainAlone(parents[first + number]);
      final long now = done.addAndGet(work(parents[first + number]));
      if (Thread.currentThread() == caller) {
        progress.accept((double) now / all);
      }
    });
    if (Thread.interrupted()) {
      throw new InterruptedException("the training of a tree was interrupted");
    }
    return weights;
  }

  private long work(final int parent) {
    return (long) shape.childCount(parent) * (texts.rows()[parent].length + 1L);
  }

  private void trainShared(final int parent) {
    final Chunk chunk = cut(parent);
    workers.forEach(shape.childCount(parent), number -> train(chunk, shape.firstChild(parent) + number));
  }

  private void trainAlone(final int parent) {
    if (caller.isInterrupted()) {
      return;
    }
    final Chunk chunk = cut(parent);
    for (int number = 0; number < shape.childCount(parent); number++) {
      train(chunk, shape.firstChild(parent) + number);
    }
  }

  private Chunk cut(final int parent) {
    final Chunk.Cutter free = cutters.poll();
    final Chunk.Cutter cutter = free == null ? new Chunk.Cutter(features) : free;
    final Chunk chunk = cutter.cut(texts.rows()[parent]);
    cutters.add(cutter);
    return chunk;
  }

  private void train(final Chunk chunk, final int node) {
    if (caller.isInterrupted()) {
      return;
    }
    final NodeTrainer free = trainers.poll();
    final NodeTrainer trainer = free == null ? new NodeTrainer(settings) : free;
    weights[node] = trainer.train(chunk, texts.rows()[node], seed + node);
    trainers.add(trainer);
  }
}
