package io.labelstream.model;

/** The reason why a file is refused as a model. */
public enum ModelDefect {
  /** The first bytes belong to no known format. */
  NOT_A_MODEL("the file is not a model of a known format"),
  /** The file is of a family of models that this release does not have. */
  UNKNOWN_FAMILY("the model is of a family that this release does not know"),
  /** The format is known, but its version is older than any that can be read. */
  VERSION_TOO_OLD("the format version is too old"),
  /** The format is known, but its version is newer than any that can be read. */
  VERSION_TOO_NEW("the format version is too new"),
  /** The model was not trained to classify. */
  NOT_A_CLASSIFIER("the model has no labels to choose from"),
  /** The model gives no vectors, and is named for a purpose that needs them. */
  NO_VECTORS("the model gives no vectors"),
  /** The file is shorter than its header says. */
  TRUNCATED("the file is shorter than its header says"),
  /** The file is longer than its header says. */
  TRAILING_BYTES("the file is longer than its header says"),
  /** Two numbers in the file contradict each other, or one is out of its range. */
  INCONSISTENT("the file contradicts itself"),
  /** A weight is infinite or not a number. */
  NOT_FINITE("the model holds a weight that is not a finite number"),
  /** The format allows something that this implementation does not support. */
  UNSUPPORTED("the model uses something that is not supported");

  private final String meaning;

  ModelDefect(final String meaning) {
    this.meaning = meaning;
  }

  /** The defect in words, for people. */
  public String meaning() {
    return meaning;
  }
}
