package io.labelstream.model.inception.file;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.Arguments;
import io.labelstream.model.file.CodedNumbers;
import io.labelstream.model.file.CodedTexts;
import io.labelstream.model.file.NameList;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.file.TensorReader;
import io.labelstream.model.inception.InceptionShape;
import io.labelstream.model.inception.InceptionWeights.Attentions;
import io.labelstream.model.inception.InceptionWeights.Clusters;
import io.labelstream.model.inception.InceptionWeights.Head;
import io.labelstream.model.inception.InceptionWeights.Outputs;
import io.labelstream.model.inception.InceptionWeights;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.inception.WordRules;
import io.labelstream.model.matrix.AffineRows;
import io.labelstream.model.matrix.MatrixRows;
import io.labelstream.model.matrix.WeightRows;
import io.labelstream.model.matrix.file.MatrixReader;
import io.labelstream.model.matrix.file.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads and checks files with the layout that {@link InceptionFile} documents. Used once. */
final class InceptionFileReader {
  private final Safetensors file;
  private final Arguments arguments;
  private final TensorReader tensors;
  private final MatrixReader matrices;
  private final Precision precision;

  InceptionFileReader(final Safetensors file) throws ModelRefusedException {
    this.file = file;
    this.arguments = Arguments.of(file, InceptionFile.ARGUMENTS_KEY);
    this.tensors = new TensorReader(file);
    this.matrices = new MatrixReader(tensors);
    this.precision = arguments.take(Sections.PRECISION, Precision.class);
  }

  InceptionFile read() throws ModelRefusedException {
    final InceptionShape shape = shape();
    final int texts = (int) arguments.number(Sections.TEXTS, 0, Integer.MAX_VALUE);
    final WordRules rules = new WordRules(arguments.take(Sections.STOP_WORDS, WordRules.StopWords.class));
    final NameList labels = NameList.of(tensors.list(Sections.LABELS, Type.U8).bytes());
    if (labels.size() == 0) {
      throw new ModelRefusedException(ModelDefect.NOT_A_CLASSIFIER, "the model has no labels");
    }
    final InceptionWeights weights = weights(shape, labels.size());
    final int words = weights.embeddings().rows();
    final List<byte[]> vocabulary = vocabulary(words);
    final int[] wordTexts = numbers(Sections.WORD_TEXTS, words, texts);
    final int[] labelTexts = numbers(Sections.LABEL_TEXTS, labels.size(), texts);
    arguments.requireNoneLeft();
    tensors.requireNoneLeft();
    return new InceptionFile(
        rules, vocabulary, wordTexts, weights, labels, labelTexts, texts, precision, file.metadataWithout(InceptionFile.OWN_KEYS));
  }

  private InceptionShape shape() throws ModelRefusedException {
    final int width = (int) arguments.number(Sections.WIDTH, InceptionShape.LEAST_WIDTH, InceptionShape.MOST_WIDTH);
    try {
      return new InceptionShape(width);
    } catch (final IllegalArgumentException unsound) {
      throw inconsistent("%s", unsound.getMessage());
    }
  }

  private List<byte[]> vocabulary(final int words) throws ModelRefusedException {
    final List<byte[]> vocabulary = CodedTexts.read(tensors.bytes(Sections.VOCABULARY), "the vocabulary", words);
    for (int word = 1; word < words; word++) {
      if (Arrays.compareUnsigned(vocabulary.get(word - 1), vocabulary.get(word)) >= 0) {
        throw inconsistent("the word %d of the vocabulary is not above the one before it", word);
      }
    }
    return vocabulary;
  }

  private int[] numbers(final String name, final int count, final int most) throws ModelRefusedException {
    return CodedNumbers.read(tensors.bytes(name), name, count, most);
  }

  private InceptionWeights weights(final InceptionShape shape, final int labels) throws ModelRefusedException {
    final WeightRows embeddings = matrices.matrix(Sections.EMBEDDINGS, precision).weights();
    final Optional<Attentions> enhancement = enhancement();
    final AffineRows projection = affine(Sections.PROJECTION);
    final List<AffineRows> first = new ArrayList<>();
    for (int convolution = 0; convolution < InceptionShape.kernels(); convolution++) {
      first.add(affine(Sections.FIRST + convolution));
    }
    final AffineRows second = affine(Sections.SECOND);
    final float[] scale = tensors.floats(Sections.FEATURES + Sections.SCALE);
    final float[] shift = tensors.floats(Sections.FEATURES + Sections.SHIFT);
    final Head head = head(Sections.HEAD, labelRows(shape));
    MatrixReader.requireSize(Sections.LABEL_ROWS, "rows", head.output().weight().rows(), labels);
    final Optional<Clusters> clusters = clusters(labels);
    try {
      return new InceptionWeights(shape, embeddings, enhancement, projection, first, second, scale, shift, head, clusters);
    } catch (final IllegalArgumentException unsound) {
      throw inconsistent("%s", unsound.getMessage());
    }
  }

  private Optional<Attentions> enhancement() throws ModelRefusedException {
    if (!tensors.has(Sections.ENHANCEMENT_FACTORS)) {
      return Optional.empty();
    }
    final float[] factors = matrices.vector(Sections.ENHANCEMENT_FACTORS, 2);
    return Optional.of(new Attentions(
        factors[0],
        matrices.matrix(Sections.ENHANCEMENT_WORDS, precision).weights(),
        factors[1],
        matrices.matrix(Sections.ENHANCEMENT_DIMENSIONS, precision).weights()));
  }

  private Optional<Clusters> clusters(final int labels) throws ModelRefusedException {
    if (!tensors.has(Sections.LABEL_CLUSTERS)) {
      return Optional.empty();
    }
    final AffineRows rows = affine(Sections.CLUSTER_ROWS);
    final int clusters = rows.weight().rows();
    return Optional.of(new Clusters(
        head(Sections.CLUSTER_HEAD, new Outputs(rows.weight(), rows.bias())),
        numbers(Sections.LABEL_CLUSTERS, labels, clusters - 1),
        (int) arguments.number(Sections.KEPT, 1, clusters),
        arguments.take(Sections.RANKING, Ranking.class)));
  }

  private Head head(final String name, final Outputs outputs) throws ModelRefusedException {
    return new Head(affine(name), tensors.floats(name + Sections.SCALE), tensors.floats(name + Sections.SHIFT), outputs);
  }

  private Outputs labelRows(final InceptionShape shape) throws ModelRefusedException {
    final MatrixRows rows = matrices.hasProduct(Sections.LABEL_ROWS)
        ? matrices.product(Sections.LABEL_ROWS, precision, shape.features())
        : matrices.matrix(Sections.LABEL_ROWS, precision).weights();
    return new Outputs(rows, tensors.floats(Sections.LABEL_ROWS + Sections.BIAS));
  }

  private AffineRows affine(final String name) throws ModelRefusedException {
    return new AffineRows(matrices.matrix(name, precision).weights(), tensors.floats(name + Sections.BIAS));
  }

  private static ModelRefusedException inconsistent(final String detail, final Object... values) {
    return new ModelRefusedException(ModelDefect.INCONSISTENT, String.format(Locale.ROOT, detail, values));
  }
}
