package io.labelstream.train.encoder.source;

import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a sentence encoder of the BERT type from the files of another program:
 *
 * <ul>
 *   <li>a folder in the layout of Hugging Face's sentence-transformers,
 *   <li>an ONNX file, with {@code tokenizer.json} or {@code NAME-tokenizer.json} beside it,
 *   <li>a jar or zip file that holds one ONNX file and its tokenizer.
 * </ul>
 *
 * <p>Nothing larger than the files, unpacked, is allocated, whatever sizes they announce.
 */
public final class EncoderSource {
  private EncoderSource() {}

  /** Tells if this is a source by its kind: a folder, or a file whose name ends with {@code .onnx}, {@code .jar} or {@code .zip}. */
  public static boolean isOne(final Path source) {
    return Files.isDirectory(source) || isOnnx(source.toString()) || isArchive(source);
  }

  /**
   * Reads an encoder.
   *
   * @param pooling instead of the one that the source says or, if it does not say any, of the mean
   * @throws IOException if the source is missing, or a file cannot be read
   * @throws ModelRefusedException if it is not a whole encoder, or not one that can be computed here exactly as it was meant
   */
  public static ImportedEncoder read(final Path source, final Optional<Pooling> pooling) throws IOException, ModelRefusedException {
    if (Files.notExists(source)) {
      throw new NoSuchFileException(source.toString());
    }
    if (isOnnx(source.toString())) {
      return OnnxSource.ofFile(source, pooling);
    }
    return isArchive(source) ? OnnxSource.ofArchive(source, pooling) : FolderSource.read(source, pooling);
  }

  static boolean isOnnx(final String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".onnx");
  }

  private static boolean isArchive(final Path source) {
    final String name = source.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jar") || name.endsWith(".zip");
  }
}
