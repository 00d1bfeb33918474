package io.labelstream.model.encoder;

import java.util.List;

/**
 * The word pieces of an encoder and the rules of BERT's WordPiece tokenizer that differ between encoders.
 *
 * @param pieces UTF-8, by their ids; a piece inside a word begins with {@code ##}
 * @param letterCase if letters become lower case before they are looked up
 * @param accents if accents are removed
 * @param unknown the id of the piece for words that are not known, {@code [UNK]}
 * @param first the id of the piece before a text, {@code [CLS]}
 * @param last the id of the piece after a text, {@code [SEP]}
 */
public record WordPieceVocabulary(List<byte[]> pieces, LetterCase letterCase, Accents accents, int unknown, int first, int last) {
  /** The treatment of capital letters. */
  public enum LetterCase {
    LOWERED,
    KEPT
  }

  /** The treatment of accents. */
  public enum Accents {
    STRIPPED,
    KEPT
  }

  /** @throws IllegalArgumentException if an id is that of no piece */
  public WordPieceVocabulary {
    pieces = List.copyOf(pieces);
    for (final int id : new int[] {unknown, first, last}) {
      if (id < 0 || id >= pieces.size()) {
        throw new IllegalArgumentException("the id " + id + " is not one of " + pieces.size() + " pieces");
      }
    }
  }

  /** The number of pieces. */
  public int size() {
    return pieces.size();
  }
}
