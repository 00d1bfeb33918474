package io.labelstream.train.data;

/** How labelled texts stand in a file. */
public enum DataFormat {
  /** A text a line; its tokens that begin with {@code __label__} are its labels, wherever they stand. */
  FASTTEXT,
  /** A row a line, its columns apart by a tab; nothing is quoted. */
  TSV,
  /** Rows as in RFC 4180: columns apart by a comma, what is quoted may hold commas, line ends and doubled quotes. */
  CSV,
  /** A JSON object a line. */
  JSON
}
