package io.labelstream.model.encoder;

import io.labelstream.model.FeatureExtractor;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.WordPieceVocabulary.LetterCase;
import io.labelstream.text.Utf8Points;
import io.labelstream.text.WordTable;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts texts into word pieces as BERT does: the ids are those of the {@code BertTokenizer} of Hugging Face, in its fast form. Immutable and thread-safe, as
 * long as its arena is open. Equal to the tokenizers of equal vocabularies.
 *
 * <p>Control characters are taken out, and so are bytes that are not well-formed UTF-8, which the reference sees as U+FFFD. A word ends at white space; a
 * punctuation character or an ideograph is a word of its own. Letters become lower case and lose their accents if the vocabulary says so. A word becomes the
 * longest piece that it begins with, then the longest one inside a word that the rest begins with, and so on; {@code [UNK]} if that does not reach its end, or
 * if it has more than 100 code points. The names of special pieces, such as {@code [MASK]}, are those pieces wherever a text holds them.
 *
 * <p>Code points are told apart by the Java runtime's tables of Unicode, corrected to those of the reference: with a later runtime, characters that
 * are new to Unicode may be cut in another way.
 */
public final class WordPieceTokenizer implements FeatureExtractor<WordPieceTokens> {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] INSIDE = {'#', '#'};
  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
  private static final int ASCII = 0x80;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x80 * ONES;
  private static final long FROM_A = (0x80 - 'A') * ONES;
  private static final long BEYOND_Z = (0x7F - 'Z') * ONES;

  private final WordTable starts;
  private final WordTable insides;
  private final CharacterRules rules;
  /** The bits of a byte that tell if it is a letter to change. */
  private final long capitals;
  private final int unknown;
  /** The ids of words that are one ASCII character. */
  private final int[] characters = new int[ASCII];
  private final byte[] kinds = new byte[256];
  private final SpecialPiece[] special;
  private final byte[] digest;

  /** A piece that is found by its whole name, of up to 8 bytes. */
  private record SpecialPiece(byte[] name, long key, int id) {}

  private WordPieceTokenizer(final WordPieceVocabulary vocabulary, final Arena arena) {
    starts = WordTable.of(starts(vocabulary), arena);
    insides = WordTable.of(insides(vocabulary), arena);
    rules = CharacterRules.of(vocabulary.letterCase(), vocabulary.accents());
    capitals = vocabulary.letterCase() == LetterCase.LOWERED ? HIGH_BITS : 0;
    unknown = vocabulary.unknown();
    Arrays.fill(kinds, (byte) CharacterRules.REMOVED);
    for (int character = 0; character < ASCII; character++) {
      kinds[character] = (byte) CharacterRules.kind(rules.entry(character));
      characters[character] = known(starts.find(character, 0));
    }
    special = special(vocabulary);
    digest = digest(vocabulary);
  }

  /** The bytes that {@link #open} allocates. */
  public static long bytesFor(final WordPieceVocabulary vocabulary) {
    return WordTable.bytesFor(starts(vocabulary)) + WordTable.bytesFor(insides(vocabulary));
  }

  /** Lays out a vocabulary in {@code arena}. */
  public static WordPieceTokenizer open(final WordPieceVocabulary vocabulary, final Arena arena) {
    return new WordPieceTokenizer(vocabulary, arena);
  }

  private static List<byte[]> starts(final WordPieceVocabulary vocabulary) {
    return vocabulary.pieces().stream().map(piece -> isInside(piece) || !isText(piece) ? new byte[0] : piece).toList();
  }

  private static List<byte[]> insides(final WordPieceVocabulary vocabulary) {
    return vocabulary.pieces().stream()
        .map(piece -> isInside(piece) && isText(piece) ? Arrays.copyOfRange(piece, INSIDE.length, piece.length) : new byte[0])
        .toList();
  }

  private static boolean isInside(final byte[] piece) {
    return piece.length >= INSIDE.length && piece[0] == INSIDE[0] && piece[1] == INSIDE[1];
  }

  /** Other pieces are never found, as a text has no such bytes. */
  private static boolean isText(final byte[] piece) {
    int at = 0;
    while (at < piece.length) {
      final int point = piece[at] < 0 ? Utf8Points.at(piece, at, piece.length) : piece[at];
      if (point == 0 || point == Utf8Points.MALFORMED) {
        return false;
      }
      at += Utf8Points.bytes(point);
    }
    return true;
  }

  private static SpecialPiece[] special(final WordPieceVocabulary vocabulary) {
    final List<SpecialPiece> found = new ArrayList<>();
    for (final String name : SPECIAL) {
      final byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
      for (int id = 0; id < vocabulary.size(); id++) {
        if (Arrays.equals(bytes, vocabulary.pieces().get(id))) {
          found.add(new SpecialPiece(bytes, WordTable.first(Arrays.copyOf(bytes, Long.BYTES), 0, bytes.length), id));
        }
      }
    }
    return found.toArray(SpecialPiece[]::new);
  }

  private static byte[] digest(final WordPieceVocabulary vocabulary) {
    try {
      final MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (final byte[] piece : vocabulary.pieces()) {
        sha.update(piece);
        sha.update((byte) '\n');
      }
      sha.update((vocabulary.letterCase() + " " + vocabulary.accents() + " " + vocabulary.unknown()).getBytes(StandardCharsets.US_ASCII));
      return sha.digest();
    } catch (final NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public WordPieceTokens newFeatures() {
    return new WordPieceTokens();
  }

  @Override
  public void extract(final SharedText text, final WordPieceTokens tokens) {
    final byte[] bytes = text.bytes();
    int at = text.offset();
    final int end = at + text.length();
    tokens.clear(text.length());
    while (at < end) {
      switch (kinds[bytes[at] & 0xFF]) {
        case CharacterRules.SPACE -> at++;
        case CharacterRules.ALONE -> at = character(bytes, at, end, tokens);
        default -> {
          final int stop = endOfLetters(bytes, at, end);
          if (stop == end || kinds[bytes[stop] & 0xFF] != CharacterRules.REMOVED) {
            asciiWord(bytes, at, stop - at, tokens);
            at = stop;
          } else {
            at = word(bytes, at, end, tokens);
          }
        }
      }
    }
  }

  private int endOfLetters(final byte[] bytes, final int from, final int end) {
    int at = from;
    while (at < end && kinds[bytes[at] & 0xFF] == CharacterRules.LETTER) {
      at++;
    }
    return at;
  }

  /** Adds an ASCII character that is a word of its own, or the special piece that begins with it. */
  private int character(final byte[] bytes, final int at, final int end, final WordPieceTokens tokens) {
    if (bytes[at] == '[') {
      for (final SpecialPiece piece : special) {
        final int length = piece.name.length;
        if (length <= end - at && WordTable.first(bytes, at, length) == piece.key) {
          tokens.add(piece.id);
          return at + length;
        }
      }
    }
    tokens.add(characters[bytes[at]]);
    return at + 1;
  }

  /** Adds the pieces of a word of ASCII letters and digits. */
  private void asciiWord(final byte[] bytes, final int at, final int length, final WordPieceTokens tokens) {
    if (length > WordBuffer.MOST_POINTS) {
      tokens.add(unknown);
      return;
    }
    if (length <= WordTable.KEY_BYTES) {
      final int id = starts.find(lowered(WordTable.first(bytes, at, length)), lowered(WordTable.second(bytes, at, length)));
      if (id >= 0) {
        tokens.add(id);
        return;
      }
    }
    final byte[] word = tokens.word().bytes();
    for (int index = 0; index < length; index += Long.BYTES) {
      LONG.set(word, index, lowered((long) LONG.get(bytes, at + index)));
    }
    addPieces(word, length, tokens);
  }

  private long lowered(final long characters) {
    final long capital = characters + FROM_A & ~(characters + BEYOND_Z) & capitals;
    return characters | capital >>> 2;
  }

  /**
   * Adds the pieces of a word of any characters.
   *
   * @return where the text goes on
   */
  private int word(final byte[] bytes, final int from, final int end, final WordPieceTokens tokens) {
    tokens.word().clear();
    int at = from;
    while (at < end) {
      final byte next = bytes[at];
      if (next >= 0 && kinds[next] == CharacterRules.ALONE) {
        break;
      }
      final int point = next >= 0 ? next : Utf8Points.at(bytes, at, end);
      at += Utf8Points.bytes(point);
      if (point != Utf8Points.MALFORMED) {
        final int entry = rules.entry(point);
        if (CharacterRules.kind(entry) == CharacterRules.SPACE) {
          break;
        }
        add(entry, point, tokens);
      }
    }
    endWord(tokens);
    return at;
  }

  private void add(final int entry, final int point, final WordPieceTokens tokens) {
    switch (CharacterRules.kind(entry)) {
      case CharacterRules.LETTER -> tokens.word().add(CharacterRules.mapped(entry, point));
      case CharacterRules.COMBINING -> tokens.word().addCombining(CharacterRules.mapped(entry, point), CharacterRules.rank(entry), rules);
      case CharacterRules.REMOVED_STARTER -> tokens.word().endRun();
      case CharacterRules.HANGUL -> addHangul(point, tokens.word());
      case CharacterRules.ALONE -> {
        endWord(tokens);
        tokens.word().add(CharacterRules.mapped(entry, point));
        endWord(tokens);
      }
      case CharacterRules.SEQUENCE -> {
        final int[] sequences = rules.page(point);
        final int length = CharacterRules.sequence(entry);
        for (int index = 1; index <= sequences[length]; index++) {
          add(sequences[length + index], 0, tokens);
        }
      }
      default -> { }
    }
  }

  /** The arithmetic of the Unicode standard, section 3.12. */
  private static void addHangul(final int point, final WordBuffer word) {
    final int index = point - 0xAC00;
    word.add(0x1100 + index / (21 * 28));
    word.add(0x1161 + index % (21 * 28) / 28);
    if (index % 28 > 0) {
      word.add(0x11A7 + index % 28);
    }
  }

  /** Adds the pieces of the word that was read, and begins a new one. */
  private void endWord(final WordPieceTokens tokens) {
    final WordBuffer word = tokens.word();
    if (word.points() > WordBuffer.MOST_POINTS) {
      tokens.add(unknown);
    } else if (word.points() > 0) {
      addPieces(word.bytes(), word.length(), tokens);
    }
    word.clear();
  }

  private void addPieces(final byte[] word, final int length, final WordPieceTokens tokens) {
    final int before = tokens.count();
    int at = 0;
    while (at < length) {
      final long found = (at == 0 ? starts : insides).longest(word, at, length - at);
      if (found < 0) {
        tokens.cut(before);
        tokens.add(unknown);
        return;
      }
      tokens.add((int) found);
      at += (int) (found >>> Integer.SIZE);
    }
  }

  /** The id that was found, or the unknown piece. */
  private int known(final int found) {
    return found < 0 ? unknown : found;
  }

  @Override
  public boolean equals(final Object other) {
    return this == other || other instanceof final WordPieceTokenizer tokenizer && Arrays.equals(digest, tokenizer.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }
}
