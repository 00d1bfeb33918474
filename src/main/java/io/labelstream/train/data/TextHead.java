package io.labelstream.train.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The first bytes of texts, which reveal encodings other than UTF-8 and line ends other than line feeds. Immutable. */
public final class TextHead {
  private static final int MOST_BYTES = 1 << 16;

  /** Bytes that could also be UTF-8 count as UTF-16 only if at least one in this many units is ASCII. */
  private static final int ASCII_SHARE = 4;

  private final byte[] bytes;

  /** The bytes as Latin-1. */
  private final String text;

  private TextHead(final byte[] bytes) {
    this.bytes = bytes;
    this.text = new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** An encoding that is not UTF-8. */
  private enum Encoding {
    UTF_16("UTF-16", "UTF-16"),
    UTF_16_LITTLE("UTF-16 (little-endian, without a byte order mark)", "UTF-16LE"),
    UTF_16_BIG("UTF-16 (big-endian, without a byte order mark)", "UTF-16BE"),
    UTF_32("UTF-32", "UTF-32");

    private final String inWords;
    private final String inIconv;

    Encoding(final String inWords, final String inIconv) {
      this.inWords = inWords;
      this.inIconv = inIconv;
    }
  }

  /** @throws IOException if the file cannot be read */
  public static TextHead of(final Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new TextHead(in.readNBytes(MOST_BYTES));
    }
  }

  /**
   * Checks for UTF-16 and UTF-32. Other encodings that are not UTF-8 cannot be recognised.
   *
   * @param name the name of the texts in messages
   * @throws TrainingDataException if the texts are in one of these
   */
  public void requireUtf8(final String name) throws TrainingDataException {
    final Optional<Encoding> foreign = encoding();
    if (foreign.isPresent()) {
      throw new TrainingDataException("'" + name + "' is in " + foreign.get().inWords + ", expected UTF-8; convert it: iconv -f " + foreign.get().inIconv
          + " -t UTF-8 FILE > NEW");
    }
  }

  /**
   * Checks the line ends.
   *
   * @param name the name of the texts in messages
   * @throws TrainingDataException if lines end at carriage returns alone
   */
  public void requireLineFeeds(final String name) throws TrainingDataException {
    if (text.indexOf('\n') < 0 && text.stripTrailing().indexOf('\r') >= 0) {
      throw new TrainingDataException("'" + name + "' has lines that end at carriage returns alone, expected line feeds; convert it: tr '\\r' '\\n' < FILE > NEW");
    }
  }

  /** The number of bytes of a UTF-8 byte order mark at the start, or 0. */
  public int markBytes() {
    return afterMark(bytes);
  }

  /** True if the bytes contain this text as UTF-8. */
  boolean contains(final String part) {
    return text.contains(new String(part.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  /** The lines that are not blank, as Latin-1, without a last one that may be cut. */
  Stream<String> lines() {
    final int end = bytes.length == MOST_BYTES && text.indexOf('\n') >= 0 ? text.lastIndexOf('\n') : text.length();
    return text.substring(markBytes(), end).lines().filter(line -> !line.isBlank());
  }

  /** The start of text, after its UTF-8 byte order mark if it has one. */
  public static int afterMark(final byte[] text) {
    return LineScanner.afterMark(text, 0, text.length);
  }

  /** The name of the encoding, if a text that begins with ASCII or a byte order mark is in UTF-16 or UTF-32. */
  public static Optional<String> otherEncoding(final byte[] text) {
    // Most texts are UTF-8, which the first bytes show at once.
    final boolean isDoubtful = text.length > 1 && (text[0] == 0 || text[1] == 0 || text[0] == (byte) 0xFF || text[0] == (byte) 0xFE);
    return isDoubtful
        ? new TextHead(Arrays.copyOf(text, Math.min(text.length, MOST_BYTES))).encoding().map(encoding -> encoding.inWords)
        : Optional.empty();
  }

  private Optional<Encoding> encoding() {
    if (startsWith(0xFF, 0xFE, 0, 0) || startsWith(0, 0, 0xFE, 0xFF)) {
      return Optional.of(Encoding.UTF_32);
    }
    if (startsWith(0xFF, 0xFE) || startsWith(0xFE, 0xFF)) {
      return Optional.of(Encoding.UTF_16);
    }
    return encodingWithoutMark();
  }

  /** Guesses the encoding by NULs: text has none in UTF-8, and in UTF-16 one next to each line feed, tab and space. */
  private Optional<Encoding> encodingWithoutMark() {
    if (text.indexOf(0) < 0) {
      return Optional.empty();
    }
    final int little = asciiUnits(StandardCharsets.UTF_16LE);
    final int big = asciiUnits(StandardCharsets.UTF_16BE);
    final int most = Math.max(little, big);
    final boolean isUtf8 = !decoded(StandardCharsets.UTF_8).isError();
    if (most == 0 || isUtf8 && most < bytes.length / 2 / ASCII_SHARE) {
      return Optional.empty();
    }
    return Optional.of(little > big ? Encoding.UTF_16_LITTLE : Encoding.UTF_16_BIG);
  }

  /** The number of ASCII characters of the bytes in an encoding; 0 if they cannot be in it. */
  private int asciiUnits(final Charset encoding) {
    if (decoded(encoding).isError()) {
      return 0;
    }
    return (int) new String(bytes, encoding).chars().filter(unit -> unit > 0 && unit < 0x80).count();
  }

  private CoderResult decoded(final Charset encoding) {
    // The end of the bytes may cut a character, which is no error.
    return encoding.newDecoder().decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length), false);
  }

  private boolean startsWith(final int... values) {
    if (bytes.length < values.length) {
      return false;
    }
    for (int at = 0; at < values.length; at++) {
      if ((bytes[at] & 0xFF) != values[at]) {
        return false;
      }
    }
    return true;
  }
}
