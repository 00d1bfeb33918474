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
  JSON
}
