package io.labelstream.train.inception.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.labelstream.model.inception.InceptionHead;
import io.labelstream.model.inception.Shortlist;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.train.Workers;
import io.labelstream.train.autograd.Parameters;
import io.labelstream.train.inception.text.EncodedTexts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Scores all labels. */
final class FullOutput implements OutputNetwork {
  private final HeadNetwork head;
  private final LinearOutput output;
  private final int[] labels;

  FullOutput(final Parameters parameters, final NDManager manager, final float[] bias, final NetworkSettings settings, final Workers workers,
      final SplittableRandom random) {
    this.head = new HeadNetwork(parameters, settings, random);
    this.output = new LinearOutput(manager, bias, settings, workers, random);
    this.labels = IntStream.range(0, bias.length).toArray();
  }

  @Override
  public Answer learn(final NDArray features, final EncodedTexts texts, final int[] batch, final int epoch, final float rate, final Pass.Training pass) {
    final NDArray vectors = head.apply(features, pass);
    final LinearOutput.Answer answer = output.learn(vectors.stopGradient(), labels(texts, batch), rate, pass.manager());
    return new Answer(vectors.mul(answer.gradient()).sum(), answer.loss());
  }

  private static LinearOutput.BatchLabels labels(final EncodedTexts texts, final int[] batch) {
    return consumer -> {
      for (int place = 0; place < batch.length; place++) {
        for (int at = texts.labelStarts()[batch[place]]; at < texts.labelStarts()[batch[place] + 1]; at++) {
          consumer.accept(place, texts.labels()[at]);
        }
      }
    };
  }

  @Override
  public void score(final NDArray features, final Pass.Evaluation pass, final TrainableNetwork.Scores scores) {
    final float[][] logits = LinearOutput.rows(output.logits(head.apply(features, pass), pass.manager()));
    for (int place = 0; place < logits.length; place++) {
      scores.accept(place, Ranking.LABEL, labels, logits[place]);
    }
  }

  @Override
  public InceptionHead head() {
    return head.heap(output.heap());
  }

  @Override
  public Optional<Shortlist> shortlist(final Ranking ranking) {
    return Optional.empty();
  }

  @Override
  public void write(final DataOutput out) throws IOException {
    output.write(out);
  }

  @Override
  public void read(final DataInput in) throws IOException {
    output.read(in);
  }
}
