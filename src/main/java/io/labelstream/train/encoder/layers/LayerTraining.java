package io.labelstream.train.encoder.layers;

import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.VectorOutput.Dense;
import io.labelstream.train.DivergedException;
import io.labelstream.train.autograd.PyTorch;
import io.labelstream.train.encoder.StudentSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The training of a transformer with mean pooling and a map to the dimensions of the targets, in up to ten parts of about as many steps. All is trained but the rows of
 * positions. {@link PyTorch} has to be there. The same input gives the same encoder on the same machine. For one thread.
 */
public final class LayerTraining implements AutoCloseable {
  private static final int MOST_PARTS = 10;

  private final StudentTexts texts;
  private final List<int[]> batches = new ArrayList<>();
  private final Schedule schedule;
  private final LayerNetwork network;
  private int part;

  /** Watches a part. */
  public interface Watch {
    /**
     * A step of the part is done.
     *
     * @param fraction of the part, from 0 to 1
     * @throws InterruptedException if the thread was interrupted
     */
    void at(double fraction) throws InterruptedException;
  }

  /**
   * @param start from which training starts
   * @param map after the pooling, from which training starts
   * @param marks the pieces before and after each text
   */
  public LayerTraining(final TransformerBody start, final Dense map, final Marks marks, final StudentTexts texts, final StudentSettings settings) {
    this.texts = texts;
    this.network = new LayerNetwork(start, map, marks, settings.loss());
    final Random random = new Random(settings.seed());
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      batches.addAll(Batches.of(texts, network.longest(), settings.batch(), random));
    }
    this.schedule = new Schedule(settings.learningRate(), batches.size());
  }

  /**
   * Trains the next part.
   *
   * @return the mean loss
   * @throws DivergedException if the loss is no finite number
   * @throws InterruptedException if the thread was interrupted
   */
  public double train(final Watch watch) throws DivergedException, InterruptedException {
    final int from = first(part);
    final int to = first(++part);
    double sum = 0;
    for (int step = from; step < to; step++) {
      watch.at((double) (step - from) / (to - from));
      final double loss = network.train(texts, batches.get(step), schedule.rate(step));
      if (!Double.isFinite(loss)) {
        throw new DivergedException("training diverged in step " + (step + 1) + ": the loss is " + loss + ", expected a finite number; lower --learning-rate");
      }
      sum += loss;
    }
    return sum / Math.max(1, to - from);
  }

  private int first(final int number) {
    return (int) ((long) batches.size() * number / parts());
  }

  /** The number of parts. */
  public int parts() {
    return Math.clamp(batches.size(), 1, MOST_PARTS);
  }

  /** The body as it is now. */
  public TransformerBody body() {
    return network.body();
  }

  /** The map as it is now. */
  public Dense map() {
    return network.map();
  }

  @Override
  public void close() {
    network.close();
  }
}
