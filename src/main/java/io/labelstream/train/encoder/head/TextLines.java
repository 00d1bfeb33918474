package io.labelstream.train.encoder.head;

import io.labelstream.train.data.TextHead;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads files of lines. */
final class TextLines {
  private TextLines() {}

  /**
   * All lines of a file, without a byte order mark.
   *
   * @throws IOException if the file cannot be read
   * @throws TrainingDataException if it is not UTF-8
   */
  static List<String> read(final Path file) throws IOException, TrainingDataException {
    final byte[] bytes = Files.readAllBytes(file);
    final int start = TextHead.afterMark(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, bytes.length - start)).toString().lines().toList();
    } catch (final CharacterCodingException e) {
      throw new TrainingDataException("'" + file + "' is not UTF-8: save it as UTF-8", e);
    }
  }
}
