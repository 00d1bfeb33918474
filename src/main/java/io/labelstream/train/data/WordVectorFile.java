package io.labelstream.train.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Word vectors in a text file: a line for each word with the word and its numbers, and before them a line with the number of words and of columns, as fastText writes
 * it and GloVe does not; all separated by white space as fastText defines it. A byte order mark and empty lines are skipped. A word that contains white space is
 * refused (from there on, fastText would read zeros), as is a vector that continues on the next line. The file is streamed anew each time. Immutable.
 */
public final class WordVectorFile {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int END_OF_FILE = -1;
  private static final String IN_NUMBERS = "0123456789.+-eE";

  private final Path file;
  private final int columns;
  private final FirstLine firstLine;

  /** The first line of a file. */
  public enum FirstLine {
    /** It has the number of words and of columns. */
    SIZES,
    /** It has these, or a word already. */
    SIZES_OR_WORD
  }

  /** Takes words or their vectors. */
  @FunctionalInterface
  public interface WordConsumer {
    /** Takes a word, {@code line} from 0 to {@code wordEnd}, and its numbers, which follow up to {@code lineEnd}. */
    void accept(byte[] line, int wordEnd, int lineEnd, long lineNumber) throws TrainingDataException;
  }

  /** Takes vectors. */
  @FunctionalInterface
  public interface VectorConsumer {
    /** Takes the word that is {@code text} from 0 to {@code end}; all arrays are used again. */
    void accept(byte[] text, int end, float[] vector);
  }

  /** @param columns the number of columns that the vectors must have */
  public WordVectorFile(final Path file, final int columns, final FirstLine firstLine) {
    this.file = file;
    this.columns = columns;
    this.firstLine = firstLine;
  }

  /**
   * Passes on all words.
   *
   * @throws IOException if the file cannot be read
   * @throws TrainingDataException if it has another form than expected
   */
  public void forEachWord(final WordConsumer consumer) throws IOException, TrainingDataException {
    final TextHead head = TextHead.of(file);
    head.requireUtf8(file.toString());
    head.requireLineFeeds(file.toString());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      in.skipNBytes(head.markBytes());
      final Lines lines = new Lines(in);
      final boolean any = lines.next();
      if (any && firstLine == FirstLine.SIZES_OR_WORD && tokens(lines.bytes, 0, lines.length) > 2) {
        requireColumns(tokens(lines.bytes, 0, lines.length) - 1);
        do {
          lines.passTo(consumer);
        } while (lines.next());
        return;
      }
      final long words = words(any ? lines.text() : "");
      for (long word = 0; word < words; word++) {
        if (!lines.next()) {
          throw refused("has " + word + " words, its first line says " + words + ": is the file complete?");
        }
        lines.passTo(consumer);
      }
    }
  }

  /**
   * Passes on all words with their vectors.
   *
   * @throws IOException if the file cannot be read
   * @throws TrainingDataException if it has another form than expected
   */
  public void forEachVector(final VectorConsumer consumer) throws IOException, TrainingDataException {
    final float[] vector = new float[columns];
    forEachWord(
        (line, wordEnd, lineEnd, number) -> {
          parse(line, wordEnd, lineEnd, number, vector);
          consumer.accept(line, wordEnd, vector);
        });
  }

  private long words(final String sizes) throws TrainingDataException {
    final String[] numbers = sizes.split("[ \\t\\x0B\\f\\r]+");
    if (numbers.length != 2 || !Arrays.stream(numbers).allMatch(number -> number.matches("[0-9]{1,9}"))) {
      throw refused(", line 1: expected the number of words and of columns, such as '1000 " + columns + "'" + switch (firstLine) {
        case SIZES -> "";
        case SIZES_OR_WORD -> ", or a word and its numbers";
      });
    }
    requireColumns(Integer.parseInt(numbers[1]));
    return Long.parseLong(numbers[0]);
  }

  private void requireColumns(final int actual) throws TrainingDataException {
    if (actual != columns) {
      throw refused("has vectors of " + actual + " columns, but the model is to have " + columns + ": train with " + actual + " dimensions, or take vectors of "
          + columns);
    }
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

    void passTo(final WordConsumer consumer) throws TrainingDataException {
      consumer.accept(bytes, endOfToken(bytes, 0, length), length, number);
    }

    String text() {
      return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
  }
}
