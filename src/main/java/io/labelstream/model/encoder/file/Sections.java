package io.labelstream.model.encoder.file;

/** The names of arguments, their values and tensors: see {@link EncoderFile}. */
final class Sections {
  static final String PRECISION = "precision";
  static final String BODY = "body";
  static final String STATIC = "static";
  static final String TRANSFORMER = "transformer";
  static final String LAYERS = "layers";
  static final String HEADS = "heads";
  static final String EPSILON = "epsilon";
  static final String POOLING = "pooling";
  static final String ACTIVATION = "activation";
  static final String LENGTH = "length";
  static final String HEAD = "head";
  static final String NO_HEAD = "none";
  static final String SCALE = "scale";

  static final String CASE = "case";
  static final String ACCENTS = "accents";
  static final String UNKNOWN = "unknown";
  static final String FIRST = "first";
  static final String LAST = "last";

  static final String VOCABULARY = "vocabulary";
  static final String TABLE = "table";
  static final String PAIRS = "pairs";
  static final String TOKENS = "tokens";
  static final String POSITIONS = "positions";
  static final String EMBEDDING = "embedding";
  static final String QUERY = ".query";
  static final String KEY = ".key";
  static final String VALUE = ".value";
  static final String OUTPUT = ".output";
  static final String ATTENDED = ".attended";
  static final String INTERMEDIATE = ".intermediate";
  static final String REDUCTION = ".reduction";
  static final String REDUCED = ".reduced";
  /** A tensor, and the argument with their number. */
  static final String DENSE = "dense";
  /** A tensor, and the value of {@link #HEAD} of a model that has it. */
  static final String LABELS = "labels";
  static final String LABEL_ROWS = "label_rows";
  static final String ROW_LABELS = ".labels";

  /** A tensor, and the value of {@link #HEAD} of a model that has it. */
  static final String DOCUMENTS = "documents";
  static final String DOCUMENT_ROWS = "document_rows";
  static final String STEP = "step";
  /** The argument with the number of layers, and the start of the names of their tensors. */
  static final String GRAPH = "graph";
  static final String ENTRY = "entry";
  static final String EFFORT = "effort";
  static final String LAYER_DOCUMENTS = ".documents";
  static final String STARTS = ".starts";
  static final String NEIGHBOURS = ".neighbours";

  static final String BIAS = ".bias";
  static final String GAIN = ".gain";
  static final String SHIFT = ".shift";

  private Sections() {}

  static String layer(final int number) {
    return "layer" + number;
  }
}
