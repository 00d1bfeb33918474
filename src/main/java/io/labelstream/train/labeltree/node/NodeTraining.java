package io.labelstream.train.labeltree.node;

import io.labelstream.model.labeltree.NodeWeights;
import io.labelstream.model.labeltree.TreeShape;
import io.labelstream.train.Workers;
import io.labelstream.train.cluster.FeatureMatrix;
import io.labelstream.train.cluster.LabelMatrix;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
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
  /** A node with more than the whole work divided by this and by the threads has its children shared by all threads. */
  private static final int SHARES = 8;

  private final FeatureMatrix features;
  private final TreeShape shape;
  private final NodeSettings settings;
  private final long seed;
  private final Workers workers;
  private final DoubleConsumer progress;
  private final Thread caller = Thread.currentThread();
  /** The texts with a label below each node. */
  private final int[][] below;
  /** The texts on which the children of each node are trained. */
  private final int[][] texts;
  private final NodeWeights[] weights;
  /** The classifiers that are trained again; empty if there are none yet. */
  private final NodeWeights[] former;
  private final Queue<Chunk.Cutter> cutters = new ConcurrentLinkedQueue<>();
  private final Queue<NodeTrainer> trainers = new ConcurrentLinkedQueue<>();
  private final AtomicLong done = new AtomicLong();
  private final long allWork;

  private NodeTraining(
      final FeatureMatrix features, final LabelMatrix labels, final TreeShape shape, final NodeSettings settings, final NodeWeights[] former, final long seed,
      final Workers workers, final DoubleConsumer progress) {
    this.features = features;
    this.shape = shape;
    this.settings = settings;
    this.former = former;
    this.seed = seed;
    this.workers = workers;
    this.progress = progress;
    this.below = NodeTexts.of(labels, shape).rows();
    this.texts = below.clone();
    this.weights = new NodeWeights[shape.nodes()];
    this.allWork = IntStream.range(0, shape.nodes()).mapToLong(this::work).sum();
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
    final NodeTraining training = new NodeTraining(features, labels, shape, settings, new NodeWeights[0], seed, workers, progress);
    training.weights[0] = NodeTrainer.NEVER_ASKED;
    switch (settings.negatives()) {
      case SIBLINGS -> training.train(0, shape.nodes());
      case MATCHED -> training.trainByLevels();
    }
    return training.weights;
  }

  /**
   * Trains classifiers again, each with the features alone that it weighs. A node of which all or none of its parent's texts have a label below keeps its
   * classifier.
   *
   * @param former the classifier of each node by its number
   * @param settings of which the threshold of weights and the kind of negatives are not used
   * @return the new classifier of each node by its number
   * @throws InterruptedException if the calling thread was interrupted
   */
  public static NodeWeights[] retrain(
      final FeatureMatrix features, final LabelMatrix labels, final TreeShape shape, final NodeWeights[] former, final NodeSettings settings, final long seed,
      final Workers workers) throws InterruptedException {
    final NodeTraining training = new NodeTraining(features, labels, shape, settings, former, seed, workers, _ -> {});
    training.weights[0] = former[0];
    training.train(0, shape.nodes());
    return training.weights;
  }

  private void trainByLevels() throws InterruptedException {
    final MatchedTexts matched = new MatchedTexts(features, shape, settings.loss().link());
    int from = 0;
    int to = 1;
    while (from < to) {
      train(from, to);
      matched.descend(weights, workers);
      final int next = shape.firstChild(to - 1) + shape.childCount(to - 1);
      final int[][] byNode = matched.byNode();
      for (int node = to; node < next; node++) {
        texts[node] = union(below[node], byNode[node]);
      }
      from = to;
      to = next;
    }
  }

  /** The numbers in at least one of two ascending sequences, ascending. */
  private static int[] union(final int[] one, final int[] other) {
    final IntArrayList all = new IntArrayList(one.length + other.length);
    int at = 0;
    for (final int number : one) {
      for (; at < other.length && other[at] <= number; at++) {
        if (other[at] < number) {
          all.add(other[at]);
        }
      }
      all.add(number);
    }
    all.addElements(all.size(), other, at, other.length - at);
    return all.toIntArray();
  }

  /** Trains the children of these nodes, of which none is a child of another if their texts depend on its classifier. */
  private void train(final int from, final int to) throws InterruptedException {
    final int[] parents = IntStream.range(from, to).filter(node -> shape.childCount(node) > 0).boxed()
        .sorted((one, other) -> Long.compare(work(other), work(one))).mapToInt(Integer::intValue).toArray();
    final long large = Arrays.stream(parents).mapToLong(this::work).sum() / ((long) SHARES * workers.threads());
    int alone = 0;
    for (; alone < parents.length && work(parents[alone]) > large; alone++) {
      trainShared(parents[alone]);
    }
    final int first = alone;
    workers.forEach(parents.length - first, number -> trainAlone(parents[first + number]));
    if (Thread.interrupted()) {
      throw new InterruptedException("the training of a tree was interrupted");
    }
  }

  private long work(final int parent) {
    return (long) shape.childCount(parent) * (below[parent].length + 1L);
  }

  private void trainShared(final int parent) {
    final Chunk chunk = cut(parent);
    workers.forEach(shape.childCount(parent), number -> train(chunk, shape.firstChild(parent) + number));
    tell(parent);
  }

  private void trainAlone(final int parent) {
    final Chunk chunk = cut(parent);
    for (int number = 0; number < shape.childCount(parent); number++) {
      train(chunk, shape.firstChild(parent) + number);
    }
    tell(parent);
  }

  private void tell(final int parent) {
    final long now = done.addAndGet(work(parent));
    if (Thread.currentThread() == caller) {
      progress.accept((double) now / allWork);
    }
  }

  private Chunk cut(final int parent) {
    final Chunk.Cutter free = cutters.poll();
    final Chunk.Cutter cutter = free == null ? new Chunk.Cutter(features) : free;
    final Chunk chunk = cutter.cut(texts[parent]);
    cutters.add(cutter);
    return chunk;
  }

  private void train(final Chunk chunk, final int node) {
    if (caller.isInterrupted()) {
      return;
    }
    final NodeTrainer free = trainers.poll();
    final NodeTrainer trainer = free == null ? new NodeTrainer(settings) : free;
    weights[node] = former.length == 0
        ? trainer.train(chunk, below[node], seed + node)
        : trainer.retrain(chunk, below[node], former[node], seed + node);
    trainers.add(trainer);
  }
}
