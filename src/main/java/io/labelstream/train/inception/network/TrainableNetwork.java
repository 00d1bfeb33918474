package io.labelstream.train.inception.network;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.WordRules;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.Workers;
import io.labelstream.train.autograd.AdamArray;
import io.labelstream.train.autograd.Parameters;
import io.labelstream.train.autograd.TrainingState;
import io.labelstream.train.inception.text.EncodedTexts;
import io.labelstream.train.inception.text.TrainingTexts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A network that scores all labels. Two optimisers train it: Adam for everything but embeddings, and Adam of rows for these. For one thread, which the workers help.
 */
public final class TrainableNetwork implements TrainingState, AutoCloseable {
  private final NetworkSettings settings;
  private final NDManager manager;
  private final Parameters parameters;
  private final EmbeddingTable words;
  private final EncoderNetwork encoder;
  private final HeadNetwork head;
  private final LinearOutput output;

  /**
   * @param embeddings from which training starts, a row for each word
   * @param bias from which training starts, one number for each label
   * @param random draws all other weights
   */
  public TrainableNetwork(
      final NetworkSettings settings, final FloatMatrix embeddings, final float[] bias, final Workers workers, final SplittableRandom random) {
    this.settings = settings;
    this.manager = NDManager.newBaseManager();
    this.parameters = new Parameters(manager, settings.decay());
    this.words = new EmbeddingTable(embeddings);
    this.encoder = new EncoderNetwork(parameters, settings, random);
    this.head = new HeadNetwork(parameters, settings, random);
    this.output = new LinearOutput(manager, bias, settings, workers, random);
  }

  /**
   * Learns from a batch.
   *
   * @param batch the places of its texts
   * @param random draws the numbers to drop
   * @return the mean loss of a text: the sum of the binary cross-entropies of all labels
   */
  public double learn(final EncodedTexts texts, final int[] batch, final float rate, final SplittableRandom random) {
    try (NDManager step = manager.newSubManager()) {
      parameters.lend(step);
      final EmbeddingTable.Batch embeddings = words.of(texts, batch, settings.wordDropout(), random, step);
      final NDArray input = embeddings.values();
      input.setRequiresGradient(true);
      final double loss;
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        final Pass pass = new Pass.Training(step, random);
        final NDArray vectors = head.apply(encoder.features(input, pass), pass);
        final LinearOutput.Answer answer = output.learn(vectors.stopGradient(), labels(texts, batch), rate, step);
        loss = answer.loss();
        gradients.backward(vectors.mul(answer.gradient()).sum());
      }
      parameters.step(rate);
      final NDArray gradient = input.getGradient();
      gradient.attach(step);
      words.learn(texts, batch, embeddings, gradient, rate);
      return loss;
    }
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

  /** Takes the logits of a text. */
  @FunctionalInterface
  public interface Scores {
    /**
     * @param place of the text in the batch
     * @param logits of all labels, only for this call
     */
    void accept(int place, float[] logits);
  }

  /** Scores a batch as it is served, except that the weights are of single precision. */
  public void score(final EncodedTexts texts, final int[] batch, final Scores scores) {
    try (NDManager step = manager.newSubManager()) {
      parameters.lend(step);
      final Pass pass = new Pass.Evaluation(step);
      final NDArray logits = output.logits(head.apply(encoder.features(words.of(texts, batch, step).values(), pass), pass), step);
      final MemorySegment numbers = AdamArray.memory(logits);
      final float[] ofText = new float[(int) logits.getShape().get(1)];
      for (int place = 0; place < batch.length; place++) {
        MemorySegment.copy(numbers, ValueLayout.JAVA_FLOAT, (long) place * ofText.length * Float.BYTES, ofText, 0, ofText.length);
        scores.accept(place, ofText);
      }
    }
  }

  /** The model as it is now. */
  public InceptionModel model(final WordRules rules, final TrainingTexts texts) {
    return new InceptionModel(rules, texts.vocabulary(), texts.wordTexts(), words.heap(), encoder.heap(), head.heap(output.heap()), Optional.empty(),
        texts.labels(), texts.labelTexts(), texts.texts().size());
  }

  private List<TrainingState> parts() {
    return List.of(parameters, words, output);
  }

  @Override
  public void write(final DataOutput out) throws IOException {
    for (final TrainingState part : parts()) {
      part.write(out);
    }
  }

  @Override
  public void read(final DataInput in) throws IOException {
    for (final TrainingState part : parts()) {
      part.read(in);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
