package io.labelstream.model.fasttext.file;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.CodedTexts;
import io.labelstream.model.file.FileForm;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.matrix.ProductQuantizer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A fastText classifier as one {@link Safetensors} file: the weights of a {@code .bin} or {@code .ftz} file bit for bit, in the same or fewer bytes, with texts
 * about the model, and with the same predictions. Codes and float32 are used in place; the vocabulary and the kept buckets are decoded when the file is opened.
 *
 * <p>Left out is everything that has no influence on predictions: the counts of words, the counts of labels unless they shape the tree of hierarchical softmax,
 * and the order of words and rows.
 *
 * <pre>
 *  metadata          text
 *  labelstream.form  fasttext/1
 *  labelstream.fasttext
 *                    dim=10 epoch=5 minCount=1 wordNgrams=2 loss=softmax bucket=2000000 minn=1 maxn=0 words=836 labels=4 tokens=5000
 *                    then kept=164 if the model is pruned, and inputColumns=2 and outputColumns=2, the columns of a sub-vector, if a matrix is quantised
 *  other keys        {@link Metadata}
 *
 *  tensor                 type      shape
 *  input                  F32       [rows, dim]                    dense; rows = words + kept or buckets
 *  input.codes            U8        [rows, sub-vectors]            quantised
 *  input.centroids        I8, F16, F32
 *                                   [256 * dim]                    quantised; see {@link ProductQuantizer}
 *  input.steps            F16       [dim]                          with centroids as I8
 *  input.norm_codes       U8        [rows]                         quantised, with norms apart
 *  input.norm_centroids   F16, F32  [256]                          quantised, with norms apart
 *  output                 I8, F16, F32
 *                                   [labels, dim]                  dense
 *  output.steps           F16       [dim]                          with output or its centroids as I8
 *  output.codes ...                                                quantised: as of the input, with one row a label
 *  vocabulary             U8        {@link CodedTexts}: words, then labels
 *  buckets                U8        {@link AscendingCoder}         pruned: the kept buckets
 *  label_counts           U8        {@link Varints}                hierarchical softmax: the counts' differences, the first one's to 0
 * </pre>
 *
 * p>Words are in ascending order of their bytes, which codes best. If there are many, the frequent ones come first, then the others, both in this order, so
 * that words used together lie together in memory. Readers need not rely on it. Rows of the input matrix are in the order of the words and then of the buckets,
 * rows of the output matrix in that of the labels. A row of zeros is a row like any other, as it counts in the mean of a text's rows. A tensor is stored as
 * half floats if each of its numbers is exactly one, and as bytes if each is exactly the product of a byte and the step of its column, unless the numbers are
 * few or single columns' centroids. Tensors are stored by falling width of their elements, so that all are aligned.
 *
 * @param model the classifier; its counts are 0 and its format version is the newest of fastText's
 * @param metadata the file's texts about itself
 */
public record CompactFile(FastTextFile model, Metadata metadata) {
  static final FileForm FORM = new FileForm(FastTextFile.FAMILY, 1);
  static final String ARGUMENTS_KEY = Metadata.RESERVED + "fasttext";
  static final Set<String> OWN_KEYS = Set.of(FileForm.KEY, ARGUMENTS_KEY);

  static final String VOCABULARY = "vocabulary";
  static final String BUCKETS = "buckets";
  static final String LABEL_COUNTS = "label_counts";
  static final String INPUT = "input";
  static final String OUTPUT = "output";
  static final String CODES = ".codes";
  static final String CENTROIDS = ".centroids";
  static final String STEPS = ".steps";
  static final String NORM_CODES = ".norm_codes";
  static final String NORM_CENTROIDS = ".norm_centroids";

  /** With fewer words than this, all of them stay in the cache. */
  static final int FEWEST_WORDS_TO_PART = 4096;

  /** One word in this many counts as frequent. */
  static final int FREQUENT_PART = 8;

  /**
   * Parses a whole file.
   *
   * @param file all bytes of the file; the result is valid as long as this segment is
   * @throws ModelRefusedException if the file is not a sound classifier of this form
   */
  public static CompactFile parse(final MemorySegment file) throws ModelRefusedException {
    return new CompactFileReader(Safetensors.parse(file)).read();
  }

  /**
   * Writes a model.
   *
   * @return the number of bytes written
   * @throws IllegalArgumentException if the metadata are too long
   * @throws IOException if the channel cannot be written
   */
  public static long write(final FastTextFile model, final Metadata metadata, final WritableByteChannel channel) throws IOException {
    final CompactFileWriter writer = new CompactFileWriter(model, metadata);
    return Safetensors.write(writer.metadata(), writer.tensors(), channel);
  }

  /**
   * The number of bytes that {@link #write} writes. It does not depend on codes, but on centroids and output, as these may be written as half floats or bytes.
   *
   * @throws IllegalArgumentException if the metadata are too long
   */
  public static long bytes(final FastTextFile model, final Metadata metadata) {
    final CompactFileWriter writer = new CompactFileWriter(model, metadata);
    return Safetensors.bytes(writer.metadata(), writer.tensors());
  }

  /** The description of the model by its file. */
  public ModelDescription description(final long fileBytes) {
    final List<ModelDescription.Property> properties = new ArrayList<>(model.properties());
    properties.add(new ModelDescription.Property("file form", "safetensors, " + FORM));
    properties.add(new ModelDescription.Property("metadata", metadata.texts().isEmpty() ? "none" : String.join(", ", metadata.texts().keySet())));
    return FastTextFile.description(FORM.version(), model.arguments(), model.vocabulary(), fileBytes, properties, model.parts());
  }
}
