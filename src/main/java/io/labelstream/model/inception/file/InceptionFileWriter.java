package io.labelstream.model.inception.file;

import io.labelstream.model.Metadata;
import io.labelstream.model.file.Arguments;
import io.labelstream.model.file.CodedNumbers;
import io.labelstream.model.file.CodedTexts;
import io.labelstream.model.file.FileForm;
import io.labelstream.model.file.NameList;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.inception.Affine;
import io.labelstream.model.inception.InceptionEncoder;
import io.labelstream.model.inception.InceptionHead;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.Shortlist;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.model.matrix.file.MatrixWriter;
import io.labelstream.model.matrix.file.Precision;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Turns a model into the sections of an {@link InceptionFile}. Used once. */
final class InceptionFileWriter {
  private final Precision precision;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, String> arguments = new LinkedHashMap<>();
  private final MatrixWriter tensors = new MatrixWriter();

  InceptionFileWriter(final InceptionModel model, final Optional<ProductRows> labelRows, final Metadata metadata, final Precision precision) {
    this.precision = precision;
    arguments.put(Sections.PRECISION, Arguments.word(precision));
    arguments.put(Sections.WIDTH, Integer.toString(model.encoder().shape().width()));
    arguments.put(Sections.TEXTS, Integer.toString(model.texts()));
    arguments.put(Sections.STOP_WORDS, Arguments.word(model.words().stopWords()));
    words(model);
    encoder(model.encoder());
    head(Sections.HEAD, model.head());
    labelRows(model.head().output(), labelRows);
    model.shortlist().ifPresent(this::shortlist);
    tensors.bytes(Sections.LABELS, NameList.write(List.of(model.labels())));
    tensors.bytes(Sections.LABEL_TEXTS, CodedNumbers.write(model.labelTexts()));
    texts.put(FileForm.KEY, InceptionFile.FORM.toString());
    texts.put(InceptionFile.ARGUMENTS_KEY, Arguments.text(arguments));
    texts.putAll(metadata.texts());
  }

  long write(final WritableByteChannel channel) throws IOException {
    return Safetensors.write(texts, tensors.tensors(), channel);
  }

  long bytes() {
    return Safetensors.bytes(texts, tensors.tensors());
  }

  /** In ascending order of their bytes, which take the fewest bytes then. */
  private void words(final InceptionModel model) {
    final byte[][] vocabulary = model.vocabulary();
    final int[] order = IntStream.range(0, vocabulary.length).boxed()
        .sorted(Comparator.comparing(word -> vocabulary[word], Arrays::compareUnsigned)).mapToInt(Integer::intValue).toArray();
    tensors.bytes(Sections.VOCABULARY, CodedTexts.write(IntStream.of(order).mapToObj(word -> vocabulary[word]).toList()));
    tensors.bytes(Sections.WORD_TEXTS, CodedNumbers.write(IntStream.of(order).map(word -> model.wordTexts()[word]).toArray()));
    tensors.matrix(Sections.EMBEDDINGS, model.embeddings().rows(order), precision);
  }

  private void encoder(final InceptionEncoder encoder) {
    encoder.enhancement().ifPresent(enhancement -> {
      tensors.vector(Sections.ENHANCEMENT_FACTORS, new float[] {enhancement.wordFactor(), enhancement.dimensionFactor()});
      tensors.matrix(Sections.ENHANCEMENT_WORDS, enhancement.words(), precision);
      tensors.matrix(Sections.ENHANCEMENT_DIMENSIONS, enhancement.dimensions(), precision);
    });
    affine(Sections.PROJECTION, encoder.projection());
    for (int convolution = 0; convolution < encoder.first().size(); convolution++) {
      affine(Sections.FIRST + convolution, encoder.first().get(convolution));
    }
    affine(Sections.SECOND, encoder.second());
    tensors.vector(Sections.FEATURES + Sections.SCALE, encoder.scale());
    tensors.vector(Sections.FEATURES + Sections.SHIFT, encoder.shift());
  }

  private void head(final String name, final InceptionHead head) {
    affine(name, head.hidden());
    tensors.vector(name + Sections.SCALE, head.scale());
    tensors.vector(name + Sections.SHIFT, head.shift());
  }

  private void labelRows(final Affine output, final Optional<ProductRows> labelRows) {
    if (labelRows.isPresent()) {
      final ProductRows rows = labelRows.get();
      if (rows.rows() != output.weight().rows() || rows.columns() != output.weight().columns()) {
        throw new IllegalArgumentException("product-quantised rows of labels are " + rows.rows() + " × " + rows.columns() + ", expected "
            + output.weight().rows() + " × " + output.weight().columns());
      }
      tensors.product(Sections.LABEL_ROWS, rows, precision);
      tensors.vector(Sections.LABEL_ROWS + Sections.BIAS, output.bias());
    } else {
      affine(Sections.LABEL_ROWS, output);
    }
  }

  private void shortlist(final Shortlist shortlist) {
    arguments.put(Sections.KEPT, Integer.toString(shortlist.kept()));
    arguments.put(Sections.RANKING, Arguments.word(shortlist.ranking()));
    head(Sections.CLUSTER_HEAD, shortlist.clusters());
    affine(Sections.CLUSTER_ROWS, shortlist.clusters().output());
    tensors.bytes(Sections.LABEL_CLUSTERS, CodedNumbers.write(shortlist.clusterOf()));
  }

  private void affine(final String name, final Affine affine) {
    tensors.matrix(name, affine.weight(), precision);
    tensors.vector(name + Sections.BIAS, affine.bias());
  }
}
