package io.labelstream.train.fasttext;

import io.labelstream.train.data.TextHead;
import io.labelstream.train.data.TrainingDataException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Word vectors in fastText's text format: a line with the number of words and of columns, and a line for each word with the word and its numbers, all separated
 * by white space as the reference defines it. A byte order mark and empty lines are skipped. A word that contains white space is refused (from there on, the
 * reference would read zeros), as is a vector that continues on the next line. The file is streamed anew each time. Immutable.
 */
final class PretrainedVectors {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int END_OF_FILE = -1;
  private static final String IN_NUMBERS = "0123456789.+-eE";

  private final Path file;
  private final int columns;

  /** Takes words or their vectors. */
  @FunctionalInterface
  interface WordConsumer {
    /** Takes a word, {@code line} from 0 to {@code wordEnd}, and its numbers, which follow up to {@code lineEnd}. */
    void accept(byte[] line, int wordEnd, int lineEnd, long lineNumber) throws TrainingDataException;
  }

  /** Takes vectors. */
  @FunctionalInterface
  interface VectorConsumer {
    /** Takes the word that is {@code text} from 0 to {@code end}; all arrays are used again. */
    void accept(byte[] text, int end, float[] vector);
  }

  /** @param columns the number of columns that the vectors must have */
  PretrainedVectors(final Path file, final int columns) {
    this.file = file;
    this.columns = columns;
  }

  /** Passes on all words. */
  void forEachWord(final WordConsumer consumer) throws IOException, TrainingDataException {
    final TextHead head = TextHead.of(file);
    head.requireUtf8(file.toString());
    head.requireLineFeeds(file.toString());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      in.skipNBytes(head.markBytes());
      final Lines lines = new Lines(in);
      final long words = header(lines);
      for (long word = 0; word < words; word++) {
        if (!lines.next()) {
          throw refused("has " + word + " words, its first line says " + words + ": is the file complete?");
        }
        consumer.accept(lines.bytes, endOfToken(lines.bytes, 0, lines.length), lines.length, lines.number);
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
    final String[] numbers = lines.next() ? lines.text().split("[ \\t\\x0B\\f\\r]+") : new String[0];
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
    int start = startOfToken(line, wordEnd, lineEnd);
    for (; start < lineEnd && count < columns; count++) {
      final int end = endOfToken(line, start, lineEnd);
      vector[count] = number(line, start, end, lineEnd, number);
      start = startOfToken(line, end, lineEnd);
    }
    if (count != columns || start < lineEnd) {
      throw refused(", line " + number + ", has " + (count + tokens(line, start, lineEnd)) + " numbers, expected " + columns);
    }
  }

  private float number(final byte[] line, final int start, final int end, final int lineEnd, final long number) throws TrainingDataException {
    // Java accepts more forms of numbers than the reference does.
    for (int at = start; at < end; at++) {
      if (IN_NUMBERS.indexOf(line[at]) < 0) {
        throw noNumber(line, lineEnd, number);
      }
    }
    final float value;
    try {
      value = Float.parseFloat(new String(line, start, end - start, StandardCharsets.ISO_8859_1));
    } catch (final NumberFormatException e) {
      throw noNumber(line, lineEnd, number);
    }
    if (!Float.isFinite(value)) {
      throw refused(", line " + number + ", holds a number that is not finite, which nothing can be trained from");
    }
    return value;
  }

  private TrainingDataException noNumber(final byte[] line, final int lineEnd, final long number) {
    return refused(", line " + number + (tokens(line, 0, lineEnd) > 1 + columns
        ? ", has a word of several parts before its " + columns + " numbers, expected one: no word of a text holds white space; leave such lines out"
        : ", holds what is no number, expected " + columns + " numbers behind the word"));
  }

  private static int tokens(final byte[] line, final int from, final int to) {
    int count = 0;
    for (int at = startOfToken(line, from, to); at < to; at = startOfToken(line, endOfToken(line, at, to), to)) {
      count++;
    }
    return count;
  }

  private static int startOfToken(final byte[] line, final int from, final int to) {
    int at = from;
    while (at < to && isWhiteSpace(line[at])) {
      at++;
    }
    return at;
  }

  private static int endOfToken(final byte[] line, final int from, final int to) {
    int at = from;
    while (at < to && !isWhiteSpace(line[at])) {
      at++;
    }
    return at;
  }

  private static boolean isWhiteSpace(final int value) {
    return value == ' ' || value >= '\t' && value <= '\r';
  }

  private TrainingDataException refused(final String what) {
    return new TrainingDataException(file + (what.startsWith(",") ? what : " " + what));
  }

  /** Lines that are not empty, without surrounding white space and byte order mark. */
  private static final class Lines {
    private final InputStream in;
    private byte[] bytes = new byte[1 << 12];
    private int length;
    private long number;

    Lines(final InputStream in) {
      this.in = in;
    }

    /** Reads the next line, and tells if there was one. */
    boolean next() throws IOException {
      int end = '\n';
      do {
        number++;
        end = read();
      } while (length == 0 && end != END_OF_FILE);
      return length > 0;
    }

    /** Reads up to a line feed or the end of the file, and returns which of these came. */
    private int read() throws IOException {
      length = 0;
      int next = in.read();
      while (next != '\n' && next != END_OF_FILE) {
        if (length > 0 || !isWhiteSpace(next)) {
          append(next);
        }
        next = in.read();
      }
      while (length > 0 && isWhiteSpace(bytes[length - 1])) {
        length--;
      }
      return next;
    }

    private void append(final int next) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      bytes[length++] = (byte) next;
    }

    String text() {
      return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
  }
}
