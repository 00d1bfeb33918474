package io.labelstream.model.fasttext.file;

/** The losses a fastText classifier can be trained with, with their codes in the file. */
public enum FastTextLoss {
  HIERARCHICAL_SOFTMAX(1, "hs"),
  NEGATIVE_SAMPLING(2, "ns"),
  SOFTMAX(3, "softmax"),
  ONE_VERSUS_ALL(4, "ova");

  private final int code;
  private final String shortName;

  FastTextLoss(final int code, final String shortName) {
    this.code = code;
    this.shortName = shortName;
  }

  /** The number that stands for this loss in the file. */
  public int code() {
    return code;
  }

  /** The name that the command-line tools use. */
  public String shortName() {
    return shortName;
  }
}
