package io.labelstream.model.encoder.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.PiecePairs;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.model.encoder.WordPieceVocabulary.Accents;
import io.labelstream.model.encoder.WordPieceVocabulary.LetterCase;
import io.labelstream.model.encoder.file.StoredBody.Affine;
import io.labelstream.model.encoder.file.StoredBody.Layer;
import io.labelstream.model.file.Arguments;
import io.labelstream.model.file.CodedTexts;
import io.labelstream.model.file.LittleEndian;
import io.labelstream.model.file.NameList;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.file.Safetensors.Tensor;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.file.SafetensorsHeader;
import io.labelstream.model.file.TensorReader;
import io.labelstream.model.matrix.file.MatrixReader;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.model.matrix.file.StoredMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Reads and checks files with the layout that {@link EncoderFile} documents. Used once. */
final class EncoderFileReader {
  private static final int MOST_LAYERS = 256;
  private static final int MOST_DENSE = 16;

  private final Safetensors file;
  private final Arguments arguments;
  private final TensorReader tensors;
  private final MatrixReader matrices;
  private final Precision precision;

  EncoderFileReader(final Safetensors file) throws ModelRefusedException {
    this.file = file;
    this.arguments = Arguments.of(file, EncoderFile.ARGUMENTS_KEY);
    this.tensors = new TensorReader(file);
    this.matrices = new MatrixReader(tensors);
    this.precision = arguments.take(Sections.PRECISION, Precision.class);
  }

  EncoderFile read() throws ModelRefusedException {
    final StoredBody body = body();
    final StoredOutput output = output(body);
    final int dimensions = output.dense().isEmpty() ? body.dimensions() : output.dense().getLast().weight().rows();
    final StoredHead head = head(dimensions);
    final List<byte[]> pieces = CodedTexts.read(tensors.bytes(Sections.VOCABULARY), "the vocabulary", body.pieces());
    final WordPieceVocabulary vocabulary = vocabulary(pieces);
    arguments.requireNoneLeft();
    tensors.requireNoneLeft();
    return new EncoderFile(precision, vocabulary, body, output, head, file.metadataWithout(EncoderFile.OWN_KEYS));
  }

  private WordPieceVocabulary vocabulary(final List<byte[]> pieces) throws ModelRefusedException {
    final Arguments rules = Arguments.of(file, EncoderFile.WORDPIECE_KEY);
    final WordPieceVocabulary vocabulary = new WordPieceVocabulary(
        pieces,
        rules.take(Sections.CASE, LetterCase.class),
        rules.take(Sections.ACCENTS, Accents.class),
        (int) rules.number(Sections.UNKNOWN, 0, pieces.size() - 1),
        (int) rules.number(Sections.FIRST, 0, pieces.size() - 1),
        (int) rules.number(Sections.LAST, 0, pieces.size() - 1));
    rules.requireNoneLeft();
    return vocabulary;
  }

  private StoredBody body() throws ModelRefusedException {
    final String body = arguments.take(Sections.BODY);
    return switch (body) {
      case Sections.STATIC -> table();
      case Sections.TRANSFORMER -> transformer();
      default -> throw inconsistent("the body is '%s', expected %s or %s", SafetensorsHeader.shown(body), Sections.STATIC, Sections.TRANSFORMER);
    };
  }

  private StoredBody table() throws ModelRefusedException {
    final StoredMatrix table = matrices.matrix(Sections.TABLE, precision);
    return new StoredBody.Table(table, tensors.has(Sections.PAIRS) ? pairs(table.rows()) : PiecePairs.NONE);
  }

  /** The pairs of a table with so many rows. */
  private PiecePairs pairs(final int rows) throws ModelRefusedException {
    final Tensor tensor = tensors.take(Sections.PAIRS, Type.I32, 2);
    final long count = tensor.shape().getFirst();
    MatrixReader.requireSize(Sections.PAIRS, "columns", tensor.shape().getLast(), 2);
    if (count < 1 || count >= rows) {
      throw inconsistent("there are %d pairs of pieces, expected at least 1, and fewer than the %d rows of %s", count, rows, Sections.TABLE);
    }
    final int[] ids = tensor.bytes().toArray(LittleEndian.INT32);
    for (final int id : ids) {
      if (id < 0 || id >= rows - count) {
        throw inconsistent("a pair has the piece %d, expected 0 to %d", id, rows - count - 1);
      }
    }
    try {
      return new PiecePairs(ids);
    } catch (final IllegalArgumentException unordered) {
      throw inconsistent("%s: %s", Sections.PAIRS, unordered.getMessage());
    }
  }

  private StoredBody transformer() throws ModelRefusedException {
    final int layerCount = (int) arguments.number(Sections.LAYERS, 0, MOST_LAYERS);
    final StoredMatrix tokens = matrices.matrix(Sections.TOKENS, precision);
    final int width = tokens.columns();
    final StoredMatrix positions = matrices.matrix(Sections.POSITIONS, precision);
    MatrixReader.requireSize(Sections.POSITIONS, "columns", positions.columns(), width);
    if (positions.rows() < 2) {
      throw inconsistent("there are %d positions, expected at least 2, for the pieces before and after a text", positions.rows());
    }
    final int heads = (int) arguments.number(Sections.HEADS, 1, width);
    if (width % heads != 0) {
      throw inconsistent("there are %d attention heads, expected a divisor of the width %d", heads, width);
    }
    final float epsilon = arguments.positive(Sections.EPSILON);
    final LayerNormalisation normalisation = normalisation(Sections.EMBEDDING, width);
    final List<Layer> layers = new ArrayList<>();
    for (int number = 0; number < layerCount; number++) {
      layers.add(layer(Sections.layer(number), width));
    }
    return new StoredBody.Transformer(tokens, positions, normalisation, heads, layers, epsilon);
  }

  private Layer layer(final String name, final int width) throws ModelRefusedException {
    final Affine intermediate = affine(name + Sections.INTERMEDIATE, width);
    return new Layer(
        affine(name + Sections.QUERY, width, width),
        affine(name + Sections.KEY, width, width),
        affine(name + Sections.VALUE, width, width),
        affine(name + Sections.OUTPUT, width, width),
        normalisation(name + Sections.ATTENDED, width),
        intermediate,
        affine(name + Sections.REDUCTION, width, intermediate.weight().rows()),
        normalisation(name + Sections.REDUCED, width));
  }

  private StoredOutput output(final StoredBody body) throws ModelRefusedException {
    final Pooling pooling = arguments.take(Sections.POOLING, Pooling.class);
    if (pooling == Pooling.FIRST && body instanceof StoredBody.Table) {
      throw inconsistent("the pooling is '%s', expected %s for a static body", Arguments.word(pooling), Arguments.word(Pooling.MEAN));
    }
    final List<StoredOutput.Dense> dense = new ArrayList<>();
    final int count = (int) arguments.number(Sections.DENSE, 0, MOST_DENSE);
    int columns = body.dimensions();
    for (int number = 0; number < count; number++) {
      final Activation activation = arguments.take(Sections.ACTIVATION + number, Activation.class);
      final Affine affine = affine(Sections.DENSE + number, columns);
      dense.add(new StoredOutput.Dense(affine.weight(), affine.bias(), activation));
      columns = affine.weight().rows();
    }
    return new StoredOutput(pooling, dense, arguments.take(Sections.LENGTH, VectorLength.class));
  }

  private StoredHead head(final int dimensions) throws ModelRefusedException {
    final String head = arguments.take(Sections.HEAD);
    return switch (head) {
      case Sections.NO_HEAD -> new StoredHead.None();
      case Sections.LABELS -> labels(dimensions);
      case Sections.DOCUMENTS -> DocumentSections.read(arguments, tensors, dimensions);
      default -> throw inconsistent(
          "the head is '%s', expected %s, %s or %s", SafetensorsHeader.shown(head), Sections.NO_HEAD, Sections.LABELS, Sections.DOCUMENTS);
    };
  }

  private StoredHead labels(final int dimensions) throws ModelRefusedException {
    final NameList names = NameList.of(tensors.list(Sections.LABELS, Type.U8).bytes());
    final int labels = names.size();
    if (labels == 0) {
      throw new ModelRefusedException(ModelDefect.NOT_A_CLASSIFIER, "the model has a head with no labels");
    }
    final StoredMatrix rows = matrices.matrix(Sections.LABEL_ROWS, Precision.FLOAT32);
    MatrixReader.requireSize(Sections.LABEL_ROWS, "columns", rows.columns(), dimensions);
    final float[] biases = matrices.vector(Sections.LABEL_ROWS + Sections.BIAS, rows.rows());
    final int[] labelOfRow = tensors.ints(Sections.LABEL_ROWS + Sections.ROW_LABELS);
    MatrixReader.requireSize(Sections.LABEL_ROWS + Sections.ROW_LABELS, "numbers", labelOfRow.length, rows.rows());
    final boolean[] known = new boolean[labels];
    for (final int label : labelOfRow) {
      if (label < 0 || label >= labels) {
        throw inconsistent("a row is that of label %d, expected 0 to %d", label, labels - 1);
      }
      known[label] = true;
    }
    for (int label = 0; label < labels; label++) {
      if (!known[label]) {
        throw inconsistent("the label %d has no row", label);
      }
    }
    final List<byte[]> heapNames = IntStream.range(0, labels).mapToObj(names::name).toList();
    return new StoredHead.Labels(names, new EncoderHead.LabelRows(heapNames, rows.floats(), labelOfRow, biases, arguments.positive(Sections.SCALE)));
  }

  private Affine affine(final String name, final int rows, final int columns) throws ModelRefusedException {
    final Affine affine = affine(name, columns);
    MatrixReader.requireSize(name, "rows", affine.weight().rows(), rows);
    return affine;
  }

  private Affine affine(final String name, final int columns) throws ModelRefusedException {
    final StoredMatrix weight = matrices.matrix(name, precision);
    MatrixReader.requireSize(name, "columns", weight.columns(), columns);
    MatrixReader.requireSize(name, "rows", weight.rows(), Math.min(weight.rows(), MatrixReader.MOST_COLUMNS));
    return new Affine(weight, matrices.vector(name + Sections.BIAS, weight.rows()));
  }

  private LayerNormalisation normalisation(final String name, final int width) throws ModelRefusedException {
    return new LayerNormalisation(matrices.vector(name + Sections.GAIN, width), matrices.vector(name + Sections.SHIFT, width));
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
