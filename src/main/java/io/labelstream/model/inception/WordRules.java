package io.labelstream.model.inception;

import io.labelstream.model.FeatureExtractor;
import io.labelstream.model.SharedText;
import io.labelstream.text.Utf8Points;
import io.labelstream.text.WordPoints;

/**
 * The words of a text: runs of letters and combining marks, and runs of numbers, in lower case by the mapping of single code points; all else separates words. So
 * {@code libfoo2-dev} has the words {@code libfoo}, {@code 2} and {@code dev}. A byte that is not part of well-formed UTF-8 separates words. The Java runtime's
 * version of Unicode decides about code points.
 *
 * @param stopWords whether words that say nothing of the subject are words
 */
public record WordRules(StopWords stopWords) implements FeatureExtractor<TextWords> {
  private static final byte[] ASCII = ascii();

  /** English words such as {@code the} and {@code of}. */
  public enum StopWords {
    /** They are words as any. */
    KEPT,
    /** They are no words. */
    LEFT_OUT
  }

  private static byte[] ascii() {
    final byte[] lowered = new byte[128];
    for (int point = 0; point < lowered.length; point++) {
      lowered[point] = (byte) WordPoints.lowered(point);
    }
    return lowered;
  }

  @Override
  public TextWords newFeatures() {
    return new TextWords();
  }

  @Override
  public void extract(final SharedText text, final TextWords words) {
    final byte[] bytes = text.bytes();
    final int end = text.offset() + text.length();
    words.clear(text.length());
    boolean isNumber = false;
    int at = text.offset();
    while (at < end) {
      int point = bytes[at];
      boolean isNext;
      if (point >= 0) {
        isNext = point >= '0' && point <= '9';
        point = ASCII[point];
        at++;
      } else {
        point = Utf8Points.at(bytes, at, end);
        at += Utf8Points.bytes(point);
        isNext = WordPoints.isNumber(point);
        point = WordPoints.lowered(point);
      }
      if (words.openLength() > 0 && (point == WordPoints.BREAK || isNext != isNumber)) {
        endWord(words);
      }
      if (point != WordPoints.BREAK) {
        words.add(point);
        isNumber = isNext;
      }
    }
    if (words.openLength() > 0) {
      endWord(words);
    }
  }

  private void endWord(final TextWords words) {
    if (stopWords == StopWords.LEFT_OUT && words.isOpenStopWord()) {
      words.drop();
    } else {
      words.endWord();
    }
  }
}
