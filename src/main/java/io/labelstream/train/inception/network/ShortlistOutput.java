package io.labelstream.train.inception.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.labelstream.kernel.Kernels;
import io.labelstream.model.inception.InceptionHead;
import io.labelstream.model.inception.Shortlist;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.train.Workers;
import io.labelstream.train.autograd.Parameters;
import io.labelstream.train.inception.text.EncodedTexts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Scores clusters of labels, and only the labels of the best clusters. In training, those of a text's own labels are always among them. SyncXML, section 4: both heads
 * have the same shape, and in the first epochs the head of the labels learns from features that are none of its making, until these are good for the choice of clusters.
 */
final class ShortlistOutput implements OutputNetwork {
  private final LabelGroups groups;
  private final int kept;
  private final int detachedEpochs;
  private final HeadNetwork clusterHead;
  private final LinearOutput clusterOutput;
  private final HeadNetwork head;
  private final LabelRows rows;

  ShortlistOutput(final Parameters parameters, final NDManager manager, final float[] bias, final ShortlistStart start, final NetworkSettings settings,
      final Workers workers, final SplittableRandom random) {
    this.groups = LabelGroups.of(start.clusters());
    this.kept = start.kept();
    this.detachedEpochs = start.detachedEpochs();
    this.clusterHead = new HeadNetwork(parameters, settings, random);
    this.clusterOutput = new LinearOutput(manager, start.clusterBias(), settings, workers, random);
    this.head = new HeadNetwork(parameters, settings, random);
    this.rows = new LabelRows(bias, settings, workers, random);
  }

  @Override
  public Answer learn(final NDArray features, final EncodedTexts texts, final int[] batch, final int epoch, final float rate, final Pass.Training pass) {
    final int[][] known = Arrays.stream(batch).mapToObj(text -> Arrays.copyOfRange(texts.labels(), texts.labelStarts()[text], texts.labelStarts()[text + 1]))
        .toArray(int[][]::new);
    final int[][] knownClusters = Arrays.stream(known).map(groups::clusters).toArray(int[][]::new);
    final NDArray clusterVectors = clusterHead.apply(features, pass);
    final LinearOutput.Answer ofClusters = clusterOutput.learn(clusterVectors.stopGradient(), consumer -> {
      for (int place = 0; place < batch.length; place++) {
        for (final int cluster : knownClusters[place]) {
          consumer.accept(place, cluster);
        }
      }
    }, rate, pass.manager());
    final float[][] logits = LinearOutput.rows(ofClusters.logits());
    final int[][] listed = IntStream.range(0, batch.length)
        .mapToObj(place -> groups.labels(groups.best(logits[place], kept, knownClusters[place]))).toArray(int[][]::new);
    final NDArray vectors = head.apply(epoch <= detachedEpochs ? features.stopGradient() : features, pass);
    final LabelRows.Answer ofLabels = rows.learn(vectors.toFloatArray(), listed, known, rate);
    final NDArray gradient = pass.manager().create(ofLabels.gradient(), new Shape(vectors.getShape().getShape()));
    return new Answer(clusterVectors.mul(ofClusters.gradient()).sum().add(vectors.mul(gradient).sum()), ofClusters.loss() + ofLabels.loss());
  }

  @Override
  public void score(final NDArray features, final Pass.Evaluation pass, final TrainableNetwork.Scores scores) {
    final float[][] clusterLogits = LinearOutput.rows(clusterOutput.logits(clusterHead.apply(features, pass), pass.manager()));
    final float[] vectors = head.apply(features, pass).toFloatArray();
    for (int place = 0; place < clusterLogits.length; place++) {
      final int[] listed = groups.labels(groups.best(clusterLogits[place], kept, new int[0]));
      final float[] logits = rows.logits(vectors, place, listed);
      scores.accept(place, Ranking.LABEL, listed, logits);
      final float[] products = new float[listed.length];
      for (int index = 0; index < listed.length; index++) {
        products[index] = Kernels.sigmoid(logits[index]) * Kernels.sigmoid(clusterLogits[place][groups.cluster(listed[index])]);
      }
      scores.accept(place, Ranking.LABEL_AND_CLUSTER, listed, products);
    }
  }

  @Override
  public InceptionHead head() {
    return head.heap(rows.heap());
  }

  @Override
  public Optional<Shortlist> shortlist(final Ranking ranking) {
    return Optional.of(new Shortlist(clusterHead.heap(clusterOutput.heap()), groups.clusterOf(), kept, ranking));
  }

  @Override
  public void write(final DataOutput out) throws IOException {
    clusterOutput.write(out);
    rows.write(out);
  }

  @Override
  public void read(final DataInput in) throws IOException {
    clusterOutput.read(in);
    rows.read(in);
  }
}
