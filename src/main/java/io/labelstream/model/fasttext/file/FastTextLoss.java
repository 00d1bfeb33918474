package io.labelstream.model.fasttext.file;

import io.labelstream.model.ScoreMeaning;

/** The losses that a fastText classifier can be trained with, with their codes in the file. */
public enum FastTextLoss {
  HIERARCHICAL_SOFTMAX(1, "hs", ScoreMeaning.PROBABILITY),
  NEGATIVE_SAMPLING(2, "ns", ScoreMeaning.INDEPENDENT_PROBABILITY),
  SOFTMAX(3, "softmax", ScoreMeaning.PROBABILITY),
  ONE_VERSUS_ALL(4, "ova", ScoreMeaning.INDEPENDENT_PROBABILITY);

  private final int code;
  private final String shortName;
  private final ScoreMeaning score;

  FastTextLoss(final int code, final String shortName, final ScoreMeaning score) {
    this.code = code;
    this.shortName = shortName;
    this.score = score;
  }

  /** The number that stands for this loss in the file. */
  public int code() {
    return code;
  }

  /** The name that the command-line tools use. */
  public String shortName() {
    return shortName;
  }

  /** The meaning of a label's score in models that were trained with this loss. */
  public ScoreMeaning score() {
    return score;
  }
}
