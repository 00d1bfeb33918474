package io.labelstream.model.inception.file;

/** The names of arguments and tensors: see {@link InceptionFile}. */
final class Sections {
  static final String PRECISION = "precision";
  static final String WIDTH = "width";
  static final String TEXTS = "texts";
  static final String STOP_WORDS = "stop-words";
  static final String KEPT = "kept";
  static final String RANKING = "ranking";

  static final String VOCABULARY = "vocabulary";
  static final String WORD_TEXTS = "word_texts";
  static final String EMBEDDINGS = "embeddings";
  static final String ENHANCEMENT_FACTORS = "enhancement.factors";
  static final String ENHANCEMENT_WORDS = "enhancement.words";
  static final String ENHANCEMENT_DIMENSIONS = "enhancement.dimensions";
  static final String PROJECTION = "projection";
  static final String FIRST = "first";
  static final String SECOND = "second";
  static final String FEATURES = "features";
  static final String HEAD = "head";
  static final String LABELS = "labels";
  static final String LABEL_TEXTS = "label_texts";
  static final String LABEL_ROWS = "label_rows";
  static final String CLUSTER_HEAD = "cluster_head";
  static final String CLUSTER_ROWS = "cluster_rows";
  static final String LABEL_CLUSTERS = "label_clusters";

  static final String BIAS = ".bias";
  static final String SCALE = ".scale";
  static final String SHIFT = ".shift";

  private Sections() {}
}
