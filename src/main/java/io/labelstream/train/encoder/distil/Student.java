package io.labelstream.train.encoder.distil;

import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.train.DivergedException;

/** A small encoder while it is trained, in rounds. For one thread. */
interface Student extends AutoCloseable {
  /** The name of a round in what users read. */
  String round();

  /** The number of rounds. */
  int rounds();

  /**
   * Trains for one round.
   *
   * @return the mean loss: 1 less the cosine, or the square of the distance
   * @throws DivergedException if the loss is no finite number
   * @throws InterruptedException if the thread was interrupted
   */
  double train(Watch watch) throws DivergedException, InterruptedException;

  /** The vectors of texts by the encoder as it is now. */
  UnitVectors vectors(PieceTexts texts);

  /** The encoder as it is now. */
  EncoderModel model();

  @Override
  void close();

  /** Watches a round. */
  interface Watch {
    /**
     * A part of the round is done.
     *
     * @param fraction of the round, from 0 to 1
     * @throws InterruptedException if the thread was interrupted
     */
    void at(double fraction) throws InterruptedException;
  }
}
