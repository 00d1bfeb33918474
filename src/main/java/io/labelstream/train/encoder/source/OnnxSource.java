package io.labelstream.train.encoder.source;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.WordPieceVocabulary;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads an ONNX file with its tokenizer. Such files do not say how the vectors of pieces become one. */
final class OnnxSource {
  private static final String TOKENIZER = "tokenizer.json";

  private OnnxSource() {}

  static ImportedEncoder ofFile(final Path file, final Optional<Pooling> pooling) throws IOException, ModelRefusedException {
    final String name = String.valueOf(file.getFileName());
    final Path own = file.resolveSibling(name.substring(0, name.length() - ".onnx".length()) + "-" + TOKENIZER);
    final WordPieceVocabulary vocabulary = Tokenizers.of(JsonFile.read(Files.exists(own) ? own : file.resolveSibling(TOKENIZER)));
    try (InputStream in = Files.newInputStream(file)) {
      return imported(vocabulary, OnnxBert.body(OnnxReader.read(in)), pooling);
    }
  }

  static ImportedEncoder ofArchive(final Path archive, final Optional<Pooling> pooling) throws IOException, ModelRefusedException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      final ZipEntry tokenizer = only(zip, TOKENIZER);
      final ZipEntry network = only(zip, ".onnx");
      final WordPieceVocabulary vocabulary;
      try (InputStream in = zip.getInputStream(tokenizer)) {
        vocabulary = Tokenizers.of(JsonFile.read(tokenizer.getName(), in));
      }
      try (InputStream in = new BufferedInputStream(zip.getInputStream(network))) {
        return imported(vocabulary, OnnxBert.body(OnnxReader.read(in)), pooling);
      }
    } catch (final ZipException | EOFException malformed) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, "it is not a whole zip file: " + malformed.getMessage());
    }
  }

  private static ZipEntry only(final ZipFile zip, final String end) throws ModelRefusedException {
    final List<? extends ZipEntry> entries = zip.stream().filter(entry -> entry.getName().endsWith(end)).toList();
    if (entries.size() != 1) {
      throw new ModelRefusedException(
          ModelDefect.NOT_A_MODEL, "the archive has " + entries.size() + " files whose names end with " + end + ", expected one");
    }
    return entries.getFirst();
  }

  private static ImportedEncoder imported(final WordPieceVocabulary vocabulary, final TransformerBody body, final Optional<Pooling> pooling)
      throws ModelRefusedException {
    final VectorOutput output = new VectorOutput(pooling.orElse(Pooling.MEAN), List.of(), VectorLength.UNIT);
    return Bodies.imported(vocabulary, body, output, List.of(
        Bodies.inWords(output.pooling()) + (pooling.isPresent() ? ", as asked for" : ", as an ONNX file does not say which pooling its encoder needs"),
        "vectors of unit length"));
  }
}
