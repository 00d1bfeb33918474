package io.labelstream.train.inception.vectors;

import io.labelstream.train.Workers;
import io.labelstream.train.inception.text.TrainingTexts;

/**
 * Vectors that are trained on the texts themselves: a word's vector is to tell the words around it, and the labels of the text. Skip-gram with negative sampling
 * (Mikolov et al. 2013), to which the labels are an addition. With one thread, the same texts and seed give the same vectors.
 *
 * @param epochs the visits of each text, at least 1
 */
public record SkipGram(int epochs) implements WordVectors {
  @Override
  public void give(final TrainingTexts texts, final VectorTable table, final long seed, final Workers workers) throws InterruptedException {
    final SkipGramTraining training = new SkipGramTraining(texts, table.width(), epochs, seed);
    training.run(workers);
    training.give(table);
  }

  @Override
  public String inWords() {
    return "skip-gram of the texts and their labels";
  }
}
