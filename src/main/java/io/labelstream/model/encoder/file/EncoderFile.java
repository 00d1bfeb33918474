package io.labelstream.model.encoder.file;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.model.file.CodedTexts;
import io.labelstream.model.file.FileForm;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.matrix.file.Precision;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Set;

/**
 * A sentence encoder as one {@link Safetensors} file.
 *
 * <pre>
 *  metadata                text
 *  labelstream.form        encoder/1
 *  labelstream.encoder     precision=int8 body=static pooling=mean dense=0 length=unit head=none               or float32, transformer, first, any
 *                          of a transformer: layers=2 heads=12 epsilon=1.0E-12
 *                          of each dense map: activation0=none                                                 or tanh
 *                          with labels: head=labels scale=20.0
 *                          with documents: head=documents step=0.0078125 graph=0                                   or the layers of a graph, entry=7 effort=64
 *  labelstream.wordpiece   case=lowered accents=stripped unknown=100 first=101 last=102                        or kept, kept
 *  other keys              {@link Metadata}
 *
 *  tensor                  type     shape
 *  vocabulary              U8       {@link CodedTexts}: the pieces by their ids
 *
 *  of a static body
 *  table                   matrix   [pieces + pairs, dimensions]     a row for each piece, then one for each pair
 *  pairs                   I32      [pairs, 2]                       optional: the first and the second piece of each, ascending by the first, then the second
 *
 *  of a transformer, with 0, 1 and so on in place of N
 *  tokens                  matrix   [pieces, width]
 *  positions               matrix   [positions, width]              the row of the first token type is already added to each
 *  embedding.gain          F32      [width]                         and embedding.shift; so for each normalisation
 *  layerN.query            matrix   [width, width]                  outputs, inputs; so for each map
 *  layerN.query.bias       F32      [width]                         so for each map
 *  layerN.key, layerN.value, layerN.output                          as layerN.query
 *  layerN.attended.gain    F32      [width]                         the normalisation after attention
 *  layerN.intermediate     matrix   [inner, width]
 *  layerN.reduction        matrix   [width, inner]
 *  layerN.reduced.gain     F32      [width]                         the normalisation after the reduction
 *
 *  of each dense map after the body
 *  denseN                  matrix   [outputs, inputs]               and denseN.bias
 *
 *  of a head with labels
 *  labels                  U8       UTF-8, each ended by a zero, none empty
 *  label_rows              F32      [rows, dimensions]
 *  label_rows.bias         F32      [rows]
 *  label_rows.labels       I32      [rows]                          the label of each row
 *
 *  of a head with documents
 *  documents               U8       UTF-8, each ended by a zero, none empty: the ids
 *  document_rows           I8       [documents, dimensions]         an element is the byte times the step
 *  graphN.documents        I32      [nodes of layer N]              ascending; not of layer 0, which has all documents
 *  graphN.starts           I32      [nodes + 1]                     where the neighbours of each node start and the last ones end
 *  graphN.neighbours       I32      [neighbours]                    documents of the layer
 *
 *  matrix:  float32:  name         F32  rows one after the other
 *           int8:     name         I8   from -127 to 127, rows one after the other
 *                     name.scales  F32  [rows]                       an element is the byte times the scale of its row
 * </pre>
 *
 * <p>Tensors are stored by falling width of their elements, so that all are aligned. A vocabulary in ascending order of its bytes takes the fewest bytes.
 *
 * @param precision of all matrices
 * @param metadata the file's other texts about itself
 */
public record EncoderFile(
    Precision precision, WordPieceVocabulary vocabulary, StoredBody body, StoredOutput output, StoredHead head, Metadata metadata) {
  /** The form of the file. */
  public static final FileForm FORM = new FileForm("encoder", 1);

  static final String ARGUMENTS_KEY = Metadata.RESERVED + "encoder";
  static final String WORDPIECE_KEY = Metadata.RESERVED + "wordpiece";
  static final Set<String> OWN_KEYS = Set.of(FileForm.KEY, ARGUMENTS_KEY, WORDPIECE_KEY);

  /**
   * Reads a whole file. The vocabulary, and all that is small, is copied.
   *
   * @param file its container; the result is valid as long as that is
   * @throws ModelRefusedException if the file is not a sound one of this form
   */
  public static EncoderFile of(final Safetensors file) throws ModelRefusedException {
    FORM.require(file);
    return new EncoderFileReader(file).read();
  }

  /**
   * Writes a model. With {@link Precision#INT8}, matrices are rounded, so that a model read back from the file is not quite the same, but one written from that
   * again is.
   *
   * @return the number of bytes written
   * @throws IllegalArgumentException if the metadata are too long, or a piece or a label cannot be stored, such as one with a byte of 0
   * @throws IOException if the channel cannot be written
   */
  public static long write(final EncoderModel model, final Metadata metadata, final Precision precision, final WritableByteChannel channel) throws IOException {
    return new EncoderFileWriter(model, metadata, precision).write(channel);
  }

  /** The number of bytes that {@link #write} writes. */
  public static long bytes(final EncoderModel model, final Metadata metadata, final Precision precision) {
    return new EncoderFileWriter(model, metadata, precision).bytes();
  }

  /** The model on the heap, its numbers as the file has them. */
  public EncoderModel model() {
    return new EncoderModel(vocabulary, body.body(), output.output(), head.head());
  }

  /** The number of dimensions of a text's vector. */
  public int dimensions() {
    return output.dense().isEmpty() ? body.dimensions() : output.dense().getLast().weight().rows();
  }
}
