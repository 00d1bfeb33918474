package io.labelstream.model.encoder;

import io.labelstream.model.encoder.WordPieceVocabulary.Accents;
import io.labelstream.model.encoder.WordPieceVocabulary.LetterCase;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The treatment of each code point before words are cut into pieces: one entry a code point, in pages that are shared where they are the same. Thread-safe.
 *
 * <pre>
 *  bits 28 to 31  the kind
 *  bits 22 to 27  of {@link #COMBINING}: its rank
 *  bits 0 to 21   of {@link #SEQUENCE}: the index of its length in the {@link #page}; of others: what to add to the code point, signed
 * </pre>
 *
 * Sequences are entries that are to be added to 0.
 */
final class CharacterRules {
  /** Part of a word. */
  static final int LETTER = 0;
  /** Taken out of the text. */
  static final int REMOVED = 1;
  /** An accent that is taken out of the text, but ends a run of combining characters. */
  static final int REMOVED_STARTER = 2;
  /** Ends a word. */
  static final int SPACE = 3;
  /** A word of its own. */
  static final int ALONE = 4;
  /** Part of a word, to be sorted among its neighbours. */
  static final int COMBINING = 5;
  /** Several entries. */
  static final int SEQUENCE = 6;
  /** A syllable of Hangul, to be cut into its parts. */
  static final int HANGUL = 7;

  private static final int KIND_SHIFT = 28;
  private static final int RANK_SHIFT = 22;
  private static final int RANK_BITS = 0x3F;
  private static final int DELTA_BITS = (1 << RANK_SHIFT) - 1;
  private static final int PAGE_SHIFT = 7;
  private static final int PAGE = 1 << PAGE_SHIFT;
  private static final int FIRST_SYLLABLE = 0xAC00;
  private static final int LAST_SYLLABLE = 0xD7A3;
  private static final int CAPITAL_I_WITH_DOT = 0x130;
  private static final String SMALL_I_WITH_DOT = "i\u0307";

  private static final Map<Rules, CharacterRules> KNOWN = new ConcurrentHashMap<>();

  private final Rules rules;
  private final @Nullable Page[] pages = new Page[Character.MAX_CODE_POINT + 1 >> PAGE_SHIFT];
  private final Map<Page, Page> known = new ConcurrentHashMap<>();

  private record Rules(LetterCase letterCase, Accents accents) {}

  private CharacterRules(final Rules rules) {
    this.rules = rules;
  }

  /**
   * The entries of {@link #PAGE} code points, and after them the sequences of these points. A page is found when the first of its points is asked for: texts have points of few
   * pages, and to find all takes longer than to open an encoder. Two threads may find one at once, with the same entries. Its field is final, so it is whole for all threads.
   */
  private record Page(int[] entries) {
    @Override
    public boolean equals(final Object other) {
      return other instanceof final Page page && Arrays.equals(entries, page.entries);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(entries);
    }
  }

  private Page find(final int number) {
    final IntArrayList entries = new IntArrayList(PAGE);
    entries.size(PAGE);
    for (int index = 0; index < PAGE; index++) {
      entries.set(index, find(number << PAGE_SHIFT | index, entries));
    }
    final Page page = new Page(entries.toIntArray());
    final Page same = Objects.requireNonNullElse(known.putIfAbsent(page, page), page);
    pages[number] = same;
    return same;
  }

  static CharacterRules of(final LetterCase letterCase, final Accents accents) {
    return KNOWN.computeIfAbsent(new Rules(letterCase, accents), CharacterRules::new);
  }

  /** The entry of a code point. */
  int entry(final int point) {
    return page(point)[point & PAGE - 1];
  }

  /** The entries of the code points near to a point, and their {@linkplain #sequence sequences}. */
  int[] page(final int point) {
    final Page page = pages[point >> PAGE_SHIFT];
    return (page == null ? find(point >> PAGE_SHIFT) : page).entries;
  }

  static int kind(final int entry) {
    return entry >>> KIND_SHIFT;
  }

  /** The code point that a point becomes, unless it becomes several. */
  static int mapped(final int entry, final int point) {
    return point + (entry << Integer.SIZE - RANK_SHIFT >> Integer.SIZE - RANK_SHIFT);
  }

  static int rank(final int entry) {
    return entry >>> RANK_SHIFT & RANK_BITS;
  }

  /** Where in the {@link #page} of its point the length of a sequence is, and after it its entries. */
  static int sequence(final int entry) {
    return entry & DELTA_BITS;
  }

  private int find(final int point, final IntArrayList sequences) {
    // Nearly all code points: they stay as they are, and looking into each would take most of the time.
    if (ReferenceUnicode.isUnifiedIdeograph(point)) {
      return ALONE << KIND_SHIFT;
    }
    if (Character.getType(point) == Character.UNASSIGNED) {
      return ReferenceUnicode.isCompatibilityIdeograph(point) ? ALONE << KIND_SHIFT : LETTER;
    }
    if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE || ReferenceUnicode.isRemoved(point)) {
      return REMOVED << KIND_SHIFT;
    }
    if (ReferenceUnicode.isSpace(point)) {
      return SPACE << KIND_SHIFT;
    }
    final boolean isStripped = rules.accents == Accents.STRIPPED;
    if (isStripped && point >= FIRST_SYLLABLE && point <= LAST_SYLLABLE) {
      return HANGUL << KIND_SHIFT;
    }
    if (isStripped && ReferenceUnicode.isMark(point)) {
      return (ReferenceUnicode.combiningRank(point) == 0 ? REMOVED_STARTER : REMOVED) << KIND_SHIFT;
    }
    final int[] points = (isStripped ? stripped(point) : Character.toString(point)).codePoints().flatMap(this::folded).toArray();
    return switch (points.length) {
      case 0 -> REMOVED << KIND_SHIFT;
      case 1 -> entry(points[0], point, ReferenceUnicode.isCompatibilityIdeograph(point));
      default -> addSequence(points, sequences);
    };
  }

  /** The canonical decomposition, without accents. */
  private static String stripped(final int point) {
    final String text = Character.toString(point);
    if (Normalizer.isNormalized(text, Normalizer.Form.NFD) || !ReferenceUnicode.isDecomposed(point)) {
      return text;
    }
    final StringBuilder kept = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFD).codePoints().filter(part -> !ReferenceUnicode.isMark(part)).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private IntStream folded(final int point) {
    if (rules.letterCase == LetterCase.KEPT) {
      return IntStream.of(point);
    }
    return point == CAPITAL_I_WITH_DOT ? SMALL_I_WITH_DOT.codePoints() : IntStream.of(Character.toLowerCase(point));
  }

  private int entry(final int mapped, final int point, final boolean isIdeograph) {
    final int delta = mapped - point & DELTA_BITS;
    if (isIdeograph || ReferenceUnicode.isPunctuation(mapped)) {
      return ALONE << KIND_SHIFT | delta;
    }
    // Order is part of the decomposition.
    final int rank = rules.accents == Accents.STRIPPED ? ReferenceUnicode.combiningRank(mapped) : 0;
    return rank == 0 ? delta : COMBINING << KIND_SHIFT | rank << RANK_SHIFT | delta;
  }

  private int addSequence(final int[] points, final IntArrayList sequences) {
    final int at = sequences.size();
    sequences.add(points.length);
    for (final int part : points) {
      sequences.add(entry(part, 0, false));
    }
    return SEQUENCE << KIND_SHIFT | at;
  }
}
