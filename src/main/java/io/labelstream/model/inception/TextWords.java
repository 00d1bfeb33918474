package io.labelstream.model.inception;

import io.labelstream.text.Utf8Points;
import io.labelstream.text.WordTable;
import java.util.Arrays;

/** The words of one text, in its order, in UTF-8. Scratch memory, refilled for one text after the other. Not thread-safe. */
public final class TextWords {
  private static final int SMALLEST = 256;

  private byte[] bytes = new byte[SMALLEST];
  /** The end of each word, which is the start of the next one; from 1 on. */
  private int[] ends = new int[SMALLEST];
  private int count;
  private int end;

  TextWords() {}

  /** The number of words. */
  public int count() {
    return count;
  }

  /** The array that holds all words, readable for {@link WordTable#KEY_BYTES} behind the last one. Not to be written to. */
  public byte[] bytes() {
    return bytes;
  }

  /** The start of a word in {@link #bytes}. */
  public int start(final int word) {
    return ends[word];
  }

  /** The number of bytes of a word. */
  public int length(final int word) {
    return ends[word + 1] - ends[word];
  }

  /** A copy of a word. */
  public byte[] word(final int word) {
    return Arrays.copyOfRange(bytes, ends[word], ends[word + 1]);
  }

  /** Forgets the text before, and makes room for one of so many bytes. */
  void clear(final int length) {
    count = 0;
    end = 0;
    // A character in lower case has up to one and a half times the bytes.
    final long most = 2L * length + WordTable.KEY_BYTES;
    if (bytes.length < most) {
      bytes = new byte[(int) Math.min(Math.max(most, 2L * bytes.length), Integer.MAX_VALUE - 8)];
    }
  }

  /** The number of bytes of the word that is being read. */
  int openLength() {
    return end - ends[count];
  }

  /** True if the word that is being read is in the {@link StopWordList}. */
  boolean isOpenStopWord() {
    return StopWordList.contains(bytes, ends[count], openLength());
  }

  /** Adds a code point to the word that is being read. */
  void add(final int point) {
    end = Utf8Points.put(point, bytes, end);
  }

  /** Forgets the word that is being read. */
  void drop() {
    end = ends[count];
  }

  /** Ends the word that is being read. */
  void endWord() {
    count++;
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count] = end;
  }
}
