package io.labelstream.model.inception;

/**
 * The words of a text: runs of letters and combining marks, and runs of digits, in lower case by the mapping of single code points; all else separates words. So {@code
 * libfoo2-dev} has the words {@code libfoo}, {@code 2} and {@code dev}.
 *
 * @param stopWords whether words that say nothing of the subject are words
 */
public record WordRules(StopWords stopWords) {
  /** English words such as {@code the} and {@code of}. */
  public enum StopWords {
    /** They are words as any. */
    KEPT,
    /** They are no words. */
    LEFT_OUT
  }
}
