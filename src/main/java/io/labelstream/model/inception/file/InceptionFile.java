package io.labelstream.model.inception.file;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.CodedNumbers;
import io.labelstream.model.file.CodedTexts;
import io.labelstream.model.file.FileForm;
import io.labelstream.model.file.NameList;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.InceptionWeights;
import io.labelstream.model.inception.WordRules;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.model.matrix.file.MatrixWriter;
import io.labelstream.model.matrix.file.Precision;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A convolutional network for short texts as one {@link Safetensors} file.
 *
 * <pre>
 *  metadata                text
 *  labelstream.form        inception/1
 *  labelstream.inception   precision=int8 width=128 texts=42929 stop-words=kept                 or float32, left_out
 *                          with clusters: kept=50 ranking=label                                 or label_and_cluster
 *  other keys              {@link Metadata}
 *
 *  tensor                    type     shape
 *  vocabulary                U8       {@link CodedTexts}: the words in ascending order of their bytes
 *  word_texts                U8       {@link CodedNumbers}: the training texts of each word
 *  embeddings                matrix   [words, width]
 *
 *  enhancement.factors       F32      [2]                          of words and dimensions; optional, with the next two
 *  enhancement.words         matrix   [32, 32]
 *  enhancement.dimensions    matrix   [width, width]
 *  projection                affine   [32, 32]                     channels, slots
 *  first0, first1, first2    affine   [32, 32 * kernel]            kernels of 4, 8 and 16
 *  second                    affine   [32, 96 * 16]
 *  features.scale            F32      [32]                         and features.shift
 *
 *  head                      affine   [features, features]
 *  head.scale                F32      [features]                   and head.shift
 *  label_rows                output   [labels, features]
 *  labels                    U8       UTF-8, each ended by a zero, none empty
 *  label_texts               U8       {@link CodedNumbers}: the training texts of each label
 *
 *  with clusters
 *  cluster_head              affine   [features, features]         and cluster_head.scale, cluster_head.shift
 *  cluster_rows              affine   [clusters, features]
 *  label_clusters            U8       {@link CodedNumbers}: the cluster of each label
 *
 *  matrix:  see {@link MatrixWriter}, of the precision of the file
 *  affine:  name               matrix   [outputs, inputs]
 *           name.bias          F32      [outputs]
 *  output:  affine, or product-quantised as {@link MatrixWriter} describes it, with name.bias
 * </pre>
 *
 * <p>Tensors are stored by falling width of their elements, so that all are aligned.
 *
 * @param words finds the words of a text
 * @param vocabulary the known words
 * @param wordTexts the number of training texts of each word
 * @param weights views of the file
 * @param labels the names of the labels
 * @param labelTexts the number of training texts of each label
 * @param texts the number of training texts
 * @param precision of all matrices but product-quantised ones
 * @param metadata the file's other texts about itself
 */
public record InceptionFile(
    WordRules words,
    List<byte[]> vocabulary,
    int[] wordTexts,
    InceptionWeights weights,
    NameList labels,
    int[] labelTexts,
    int texts,
    Precision precision,
    Metadata metadata) {
  /** The form of the file. */
  public static final FileForm FORM = new FileForm("inception", 1);

  static final String ARGUMENTS_KEY = Metadata.RESERVED + "inception";
  static final Set<String> OWN_KEYS = Set.of(FileForm.KEY, ARGUMENTS_KEY);

  public InceptionFile {
    vocabulary = List.copyOf(vocabulary);
  }

  /**
   * Reads a whole file. All that is small, and the vocabulary, is copied.
   *
   * @param file its container; the result is valid as long as that is
   * @throws ModelRefusedException if the file is not a sound one of this form
   */
  public static InceptionFile of(final Safetensors file) throws ModelRefusedException {
    FORM.require(file);
    return new InceptionFileReader(file).read();
  }

  /**
   * Writes a model. With {@link Precision#INT8}, matrices are rounded, so that a model read back from the file is not quite the same, but one written from that
   * again is.
   *
   * @param labelRows the rows of the labels as they are stored; empty if they are stored as other matrices
   * @return the number of bytes written
   * @throws IllegalArgumentException if the metadata are too long, a word has a byte of 0, a count is negative, or the product-quantised rows
   *     have another shape than the model's
   * @throws IOException if the channel cannot be written
   */
  public static long write(
      final InceptionModel model, final Optional<ProductRows> labelRows, final Metadata metadata, final Precision precision, final WritableByteChannel channel)
      throws IOException {
    return new InceptionFileWriter(model, labelRows, metadata, precision).write(channel);
  }

  /** The number of bytes that {@link #write} writes. */
  public static long bytes(final InceptionModel model, final Optional<ProductRows> labelRows, final Metadata metadata, final Precision precision) {
    return new InceptionFileWriter(model, labelRows, metadata, precision).bytes();
  }

  /** The model on the heap, its numbers as the file has them. */
  public InceptionModel model() {
    return HeapModel.of(this);
  }
}
