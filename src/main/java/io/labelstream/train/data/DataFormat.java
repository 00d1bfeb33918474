package io.labelstream.train.data;

/** The format of labelled texts in a file. */
public enum DataFormat {
  /** One text per line; its tokens that begin with {@code __label__} are its labels, wherever they are. */
  FASTTEXT,
  /** One row per line, its columns separated by tabs; nothing is quoted. */
  TSV,
  /** Rows as in RFC 4180: columns separated by commas; quoted cells may hold commas, line ends and doubled quotes. */
  CSV,
  /** One JSON object per line. */
  JSON,
  /** One text per line, without labels. Never guessed. */
  TEXT,
  /**
   * The sparse format of the Extreme Classification Repository: {@code rows features labels} in the first line, then {@code label,label feature:value
   * feature:value} a line, with ids from 0. An example's text is its features as they stand, {@code feature:value feature:value}.
   */
  XMC;

  /** True if a row can be read by itself, so that a record can hold one: it stays within its line, and no other line says how to read it. */
  public boolean isOfSingleLines() {
    return this != CSV && this != XMC;
  }
}
