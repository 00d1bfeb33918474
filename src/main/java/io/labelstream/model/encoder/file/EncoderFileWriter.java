package io.labelstream.model.encoder.file;

import io.labelstream.model.Metadata;
import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.StaticBody;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.TransformerBody.Affine;
import io.labelstream.model.encoder.TransformerBody.Layer;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.VectorOutput.Dense;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.model.file.Arguments;
import io.labelstream.model.file.CodedTexts;
import io.labelstream.model.file.FileForm;
import io.labelstream.model.file.NameList;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.matrix.file.MatrixWriter;
import io.labelstream.model.matrix.file.Precision;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns a model into the sections of an {@link EncoderFile}. Used once. */
final class EncoderFileWriter {
  private final Precision precision;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, String> arguments = new LinkedHashMap<>();
  private final MatrixWriter tensors = new MatrixWriter();

  EncoderFileWriter(final EncoderModel model, final Metadata metadata, final Precision precision) {
    this.precision = precision;
    arguments.put(Sections.PRECISION, Arguments.word(precision));
    switch (model.body()) {
      case StaticBody body -> {
        arguments.put(Sections.BODY, Sections.STATIC);
        tensors.matrix(Sections.TABLE, body.table(), precision);
        if (body.pairs().count() > 0) {
          tensors.ints(Sections.PAIRS, body.pairs().ids(), body.pairs().count(), 2);
        }
      }
      case TransformerBody body -> transformer(body);
    }
    output(model.output());
    head(model.head());
    tensors.bytes(Sections.VOCABULARY, CodedTexts.write(model.vocabulary().pieces()));
    texts.put(FileForm.KEY, EncoderFile.FORM.toString());
    texts.put(EncoderFile.ARGUMENTS_KEY, Arguments.text(arguments));
    texts.put(EncoderFile.WORDPIECE_KEY, Arguments.text(wordPiece(model.vocabulary())));
    texts.putAll(metadata.texts());
  }

  long write(final WritableByteChannel channel) throws IOException {
    return Safetensors.write(texts, tensors.tensors(), channel);
  }

  long bytes() {
    return Safetensors.bytes(texts, tensors.tensors());
  }

  private static Map<String, String> wordPiece(final WordPieceVocabulary vocabulary) {
    final Map<String, String> rules = new LinkedHashMap<>();
    rules.put(Sections.CASE, Arguments.word(vocabulary.letterCase()));
    rules.put(Sections.ACCENTS, Arguments.word(vocabulary.accents()));
    rules.put(Sections.UNKNOWN, Integer.toString(vocabulary.unknown()));
    rules.put(Sections.FIRST, Integer.toString(vocabulary.first()));
    rules.put(Sections.LAST, Integer.toString(vocabulary.last()));
    return rules;
  }

  private void transformer(final TransformerBody body) {
    arguments.put(Sections.BODY, Sections.TRANSFORMER);
    arguments.put(Sections.LAYERS, Integer.toString(body.layers().size()));
    arguments.put(Sections.HEADS, Integer.toString(body.heads()));
    arguments.put(Sections.EPSILON, Float.toString(body.epsilon()));
    tensors.matrix(Sections.TOKENS, body.tokens(), precision);
    tensors.matrix(Sections.POSITIONS, body.positions(), precision);
    normalisation(Sections.EMBEDDING, body.normalisation());
    for (int number = 0; number < body.layers().size(); number++) {
      final Layer layer = body.layers().get(number);
      final String name = Sections.layer(number);
      affine(name + Sections.QUERY, layer.query());
      affine(name + Sections.KEY, layer.key());
      affine(name + Sections.VALUE, layer.value());
      affine(name + Sections.OUTPUT, layer.output());
      normalisation(name + Sections.ATTENDED, layer.afterAttention());
      affine(name + Sections.INTERMEDIATE, layer.intermediate());
      affine(name + Sections.REDUCTION, layer.reduction());
      normalisation(name + Sections.REDUCED, layer.afterReduction());
    }
  }

  private void output(final VectorOutput output) {
    arguments.put(Sections.POOLING, Arguments.word(output.pooling()));
    arguments.put(Sections.DENSE, Integer.toString(output.dense().size()));
    for (int number = 0; number < output.dense().size(); number++) {
      final Dense dense = output.dense().get(number);
      arguments.put(Sections.ACTIVATION + number, Arguments.word(dense.activation()));
      affine(Sections.DENSE + number, new Affine(dense.weight(), dense.bias()));
    }
    arguments.put(Sections.LENGTH, Arguments.word(output.length()));
  }

  private void head(final EncoderHead head) {
    switch (head) {
      case EncoderHead.None _ -> arguments.put(Sections.HEAD, Sections.NO_HEAD);
      case EncoderHead.LabelRows rows -> {
        arguments.put(Sections.HEAD, Sections.LABELS);
        arguments.put(Sections.SCALE, Float.toString(rows.scale()));
        tensors.matrix(Sections.LABEL_ROWS, rows.rows(), Precision.FLOAT32);
        tensors.vector(Sections.LABEL_ROWS + Sections.BIAS, rows.bias());
        tensors.ints(Sections.LABEL_ROWS + Sections.ROW_LABELS, rows.labelOfRow());
        tensors.bytes(Sections.LABELS, NameList.write(rows.labels()));
      }
      case EncoderHead.Documents documents -> {
        arguments.put(Sections.HEAD, Sections.DOCUMENTS);
        DocumentSections.write(documents, arguments, tensors);
      }
    }
  }

  private void affine(final String name, final Affine affine) {
    tensors.matrix(name, affine.weight(), precision);
    tensors.vector(name + Sections.BIAS, affine.bias());
  }

  private void normalisation(final String name, final LayerNormalisation normalisation) {
    tensors.vector(name + Sections.GAIN, normalisation.gain());
    tensors.vector(name + Sections.SHIFT, normalisation.shift());
  }
}
