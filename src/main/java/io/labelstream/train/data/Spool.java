package io.labelstream.train.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A stream that can be read only once, copied to a temporary file to be read again and again. The file is deleted when this is closed. */
public final class Spool implements Closeable {
  private final Path file;

  private Spool(final Path file) {
    this.file = file;
  }

  /**
   * Copies {@code in}, which is not closed, to its end.
   *
   * @throws IOException if it cannot be read, or the folder for temporary files has no room for it
   */
  public static Spool of(final InputStream in) throws IOException {
    final Path file = Files.createTempFile("labelstream-", ".data");
    file.toFile().deleteOnExit();
    final Spool spool = new Spool(file);
    try {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (final IOException failure) {
      spool.close();
      throw failure;
    }
    return spool;
  }

  /**
   * The labelled texts in it, which messages call {@code name}.
   *
   * @throws IOException if the file cannot be read
   * @throws TrainingDataException if the format is not given and cannot be guessed
   */
  public LabelledData texts(final String name, final DataOptions options) throws IOException, TrainingDataException {
    return LabelledFile.of(file, name, options);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
