package io.labelstream.train.inception.network;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.inception.WordRules;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.Workers;
import io.labelstream.train.autograd.Parameters;
import io.labelstream.train.autograd.TrainingState;
import io.labelstream.train.inception.text.EncodedTexts;
import io.labelstream.train.inception.text.TrainingTexts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A network that scores all labels, or those of a shortlist. Two optimisers train it: Adam, and Adam of rows for embeddings and for the labels of a shortlist. For one thread, which the workers help.
 */
public final class TrainableNetwork implements TrainingState, AutoCloseable {
  private final NetworkSettings settings;
  private final NDManager manager;
  private final Parameters parameters;
  private final EmbeddingTable words;
  private final EncoderNetwork encoder;
  private final OutputNetwork output;

  /**
   * @param embeddings from which training starts, a row for each word
   * @param bias from which training starts, one number for each label
   * @param shortlist empty if each text is scored against all labels
   * @param random draws all other weights
   */
  public TrainableNetwork(final NetworkSettings settings, final FloatMatrix embeddings, final float[] bias, final Optional<ShortlistStart> shortlist,
      final Workers workers, final SplittableRandom random) {
    this.settings = settings;
    this.manager = NDManager.newBaseManager();
    this.parameters = new Parameters(manager, settings.decay());
    this.words = new EmbeddingTable(embeddings);
    this.encoder = new EncoderNetwork(parameters, settings, random);
    this.output = shortlist.<OutputNetwork>map(start -> new ShortlistOutput(parameters, manager, bias, start, settings, workers, random))
        .orElseGet(() -> new FullOutput(parameters, manager, bias, settings, workers, random));
  }

  /**
   * Learns from a batch.
   *
   * @param batch the places of its texts
   * @param epoch its number, from 1
   * @param random draws the numbers to drop
   * @return the mean loss of a text: the sum of the binary cross-entropies of all outputs
   */
  public double learn(final EncodedTexts texts, final int[] batch, final int epoch, final float rate, final SplittableRandom random) {
    try (NDManager step = manager.newSubManager()) {
      parameters.lend(step);
      final EmbeddingTable.Batch embeddings = words.of(texts, batch, settings.wordDropout(), random, step);
      final NDArray input = embeddings.values();
      input.setRequiresGradient(true);
      final double loss;
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        final Pass.Training pass = new Pass.Training(step, random);
        final OutputNetwork.Answer answer = output.learn(encoder.features(input, pass), texts, batch, epoch, rate, pass);
        loss = answer.loss();
        gradients.backward(answer.objective());
      }
      parameters.step(rate);
      final NDArray gradient = input.getGradient();
      gradient.attach(step);
      words.learn(texts, batch, embeddings, gradient, rate);
      return loss;
    }
  }

  /** Takes the scores of a text: once by each rule that its labels can be ranked by. */
  @FunctionalInterface
  public interface Scores {
    /**
     * @param place of the text in the batch
     * @param labels that are scored
     * @param scores of these labels, the best one the greatest; without a shortlist, their logits
     */
    void accept(int place, Ranking ranking, int[] labels, float[] scores);
  }

  /** Scores a batch as it is served, except that the weights are of single precision. */
  public void score(final EncodedTexts texts, final int[] batch, final Scores scores) {
    try (NDManager step = manager.newSubManager()) {
      parameters.lend(step);
      final Pass.Evaluation pass = new Pass.Evaluation(step);
      output.score(encoder.features(words.of(texts, batch, step).values(), pass), pass, scores);
    }
  }

  /**
   * The model as it is now.
   *
   * @param ranking of the labels of a shortlist
   */
  public InceptionModel model(final WordRules rules, final TrainingTexts texts, final Ranking ranking) {
    return new InceptionModel(rules, texts.vocabulary(), texts.wordTexts(), words.heap(), encoder.heap(), output.head(), output.shortlist(ranking),
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
