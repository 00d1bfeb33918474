package io.labelstream.train.inception.network;

import ai.djl.ndarray.NDArray;
import io.labelstream.model.inception.InceptionHead;
import io.labelstream.model.inception.Shortlist;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.train.autograd.TrainingState;
import io.labelstream.train.inception.text.EncodedTexts;
import java.util.Optional;

/** From the features of texts to the scores of labels. Heads are trained with the encoder, rows of outputs here. For one thread. */
sealed interface OutputNetwork extends TrainingState permits FullOutput, ShortlistOutput {
  /**
   * The answer to a batch.
   *
   * @param objective a number whose gradient, by the features and by the weights of heads, is that of the loss
   * @param loss the mean of the texts, each the sum of its outputs
   */
  record Answer(NDArray objective, double loss) {}

  /**
   * Learns from a batch.
   *
   * @param features {@code texts × features}
   * @param batch the places of its texts
   * @param epoch its number, from 1
   */
  Answer learn(NDArray features, EncodedTexts texts, int[] batch, int epoch, float rate, Pass.Training pass);

  /** Scores texts by their features. */
  void score(NDArray features, Pass.Evaluation pass, TrainableNetwork.Scores scores);

  /** The weights that score labels, as they are served. */
  InceptionHead head();

  /** The choice of the labels that are scored, as it is served. */
  Optional<Shortlist> shortlist(Ranking ranking);
}
