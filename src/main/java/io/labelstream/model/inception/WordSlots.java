package io.labelstream.model.inception;

import io.labelstream.text.WordTable;

/**
 * The words of one text that a vocabulary knows, in the order of the text: those that take the slots of a network. Unknown words take none, and known ones find
 * none any more after {@value InceptionShape#SLOTS}. Scratch memory, refilled for one text after the other. Not thread-safe.
 */
public final class WordSlots {
  private final int[] ids = new int[InceptionShape.SLOTS];
  private int count;
  private int unknown;
  private int cut;

  /** Takes the words of the next text. */
  public void fill(final TextWords words, final WordTable vocabulary) {
    count = 0;
    unknown = 0;
    cut = 0;
    for (int word = 0; word < words.count(); word++) {
      final int id = vocabulary.find(words.bytes(), words.start(word), words.length(word));
      if (id < 0) {
        unknown++;
      } else if (count < ids.length) {
        ids[count++] = id;
      } else {
        cut++;
      }
    }
  }

  /** The number of words that have a slot. */
  public int count() {
    return count;
  }

  /** The id of the word in a slot. */
  public int id(final int slot) {
    return ids[slot];
  }

  /** The number of words that the vocabulary does not know. */
  public int unknown() {
    return unknown;
  }

  /** The number of known words that found no slot. */
  public int cut() {
    return cut;
  }
}
