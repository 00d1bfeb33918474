package io.labelstream.train.inception.vectors;

import io.labelstream.train.Workers;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.inception.text.TrainingTexts;
import java.io.IOException;

/** A source of vectors of words. The text of each value names all that the vectors depend on, beside the texts. */
public sealed interface WordVectors permits FileVectors, ModelVectors, SkipGram {
  /**
   * Gives vectors to the words of a vocabulary.
   *
   * @param table gets the vectors of the words that the source knows
   * @param seed the start of random numbers
   * @throws IOException if a file cannot be read
   * @throws TrainingDataException if a file has another form than expected
   * @throws InterruptedException if the thread was interrupted
   */
  void give(TrainingTexts texts, VectorTable table, long seed, Workers workers) throws IOException, TrainingDataException, InterruptedException;

  /** The source in words, for people. */
  String inWords();
}
