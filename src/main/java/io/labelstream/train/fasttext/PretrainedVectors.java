package io.labelstream.train.fasttext;

import io.labelstream.train.data.TrainingDataException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Word vectors in fastText's text format: a line with the number of words and of columns, and a line for each word with the word and its numbers, all
 * separated by single spaces. Read as a stream, each time anew. Immutable.
 */
final class PretrainedVectors {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int END_OF_FILE = -1;

  private final Path file;
  private final int columns;

  /** Takes words or their vectors. */
  @FunctionalInterface
  interface WordConsumer {
    /** Takes a word, {@code line} from 0 to {@code wordEnd}, and its numbers, which are up to {@code lineEnd}. */
    void accept(byte[] line, int wordEnd, int lineEnd, long lineNumber) throws TrainingDataException;
  }

  /** Takes vectors. */
  @FunctionalInterface
  interface VectorConsumer {
    /** Takes the word that is {@code text} from 0 to {@code end}; all arrays are used again. */
    void accept(byte[] text, int end, float[] vector);
  }

  /**
   * @param columns how many columns the vectors must have
   */
  PretrainedVectors(final Path file, final int columns) {
    this.file = file;
    this.columns = columns;
  }

  /** Passes on all words. */
  void forEachWord(final WordConsumer consumer) throws IOException, TrainingDataException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      final Lines lines = new Lines(in);
      final long words = header(lines);
      for (long word = 0; word < words; word++) {
        if (!lines.next()) {
          throw refused("has " + word + " words, its first line says " + words + ": is the file complete?");
        }
        int wordEnd = 0;
        while (wordEnd < lines.length && lines.bytes[wordEnd] != ' ') {
          wordEnd++;
        }
        if (wordEnd == 0) {
          throw refused(", line " + lines.number + ", starts with no word: expected a word and " + columns + " numbers");
        }
        consumer.accept(lines.bytes, wordEnd, lines.length, lines.number);
      }
    }
  }

  /** Passes on all words with their vectors. */
  void forEachVector(final VectorConsumer consumer) throws IOException, TrainingDataException {
    final float[] vector = new float[columns];
    forEachWord(
        (line, wordEnd, lineEnd, number) -> {
          parse(line, wordEnd, lineEnd, number, vector);
          consumer.accept(line, wordEnd, vector);
        });
  }

  private long header(final Lines lines) throws IOException, TrainingDataException {
    final String[] numbers = lines.next() ? lines.text(0, lines.length).strip().split(" ") : new String[0];
    if (numbers.length != 2 || !Arrays.stream(numbers).allMatch(number -> number.matches("[0-9]{1,9}"))) {
      throw refused(", line 1: expected the number of words and of columns, such as '1000 " + columns + "'");
    }
    if (Integer.parseInt(numbers[1]) != columns) {
      throw refused("has vectors of " + numbers[1] + " columns, but the model is to have " + columns + ": train with " + numbers[1] + " dimensions");
    }
    return Long.parseLong(numbers[0]);
  }

  private void parse(final byte[] line, final int wordEnd, final int lineEnd, final long number, final float[] vector) throws TrainingDataException {
    int count = 0;
    int at = wordEnd;
    while (at < lineEnd) {
      final int start = at + 1;
      at = start;
      while (at < lineEnd && line[at] != ' ') {
        at++;
      }
      if (at > start) {
        if (count < columns) {
          vector[count] = number(line, start, at, number);
        }
        count++;
      }
    }
    if (count != columns) {
      throw refused(", line " + number + ", has " + count + " numbers, expected " + columns);
    }
  }

  private float number(final byte[] line, final int start, final int end, final long number) throws TrainingDataException {
    try {
      final float value = Float.parseFloat(new String(line, start, end - start, StandardCharsets.ISO_8859_1));
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (final NumberFormatException e) {
      throw new TrainingDataException(file + ", line " + number + ", holds what is no number, expected " + columns + " numbers behind the word", e);
    }
    throw refused(", line " + number + ", holds a number that is not finite, which nothing can be trained from");
  }

  private TrainingDataException refused(final String what) {
    return new TrainingDataException(file + (what.startsWith(",") ? what : " " + what));
  }

  /** Lines without their ends; a carriage return and spaces before the end are part of it. */
  private static final class Lines {
    private final InputStream in;
    private byte[] bytes = new byte[1 << 12];
    private int length;
    private long number;

    Lines(final InputStream in) {
      this.in = in;
    }

    /** Reads the next line, if there is one. */
    boolean next() throws IOException {
      length = 0;
      number++;
      int next = in.read();
      if (next == END_OF_FILE) {
        return false;
      }
      while (next != '\n' && next != END_OF_FILE) {
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) next;
        next = in.read();
      }
      while (length > 0 && (bytes[length - 1] == '\r' || bytes[length - 1] == ' ')) {
        length--;
      }
      return true;
    }

    String text(final int start, final int end) {
      return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
  }
}
