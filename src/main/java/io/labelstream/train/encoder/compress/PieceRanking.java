package io.labelstream.train.encoder.compress;

import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.WordPieceTokenizer;
import io.labelstream.model.encoder.WordPieceTokens;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The pieces of a vocabulary by how much they matter. First come those that are always kept: the special ones, and single ASCII characters, from which other
 * words can be put together. Then come the others by their number in texts; of equal ones the lower id first, which vocabularies give to common pieces. Pieces
 * that no text can have are left out. Immutable.
 *
 * @param pieces the ids in their order
 * @param always how many of them are always kept
 */
record PieceRanking(int[] pieces, int always) {
  private static final Set<String> SPECIAL = Set.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
  private static final Pattern UNUSED = Pattern.compile("\\[unused[0-9]+]");
  private static final Pattern CHARACTER = Pattern.compile("(##)?\\p{ASCII}");

  /** @param texts empty: the pieces that are not always kept are in the order of their ids */
  static PieceRanking of(final WordPieceVocabulary vocabulary, final Optional<ExampleSource> texts) throws IOException, TrainingDataException {
    final long[] counts = texts.isPresent() ? counts(vocabulary, texts.get()) : new long[vocabulary.size()];
    final List<String> names = vocabulary.pieces().stream().map(piece -> new String(piece, StandardCharsets.UTF_8)).toList();
    final IntPredicate isKept = id -> id == vocabulary.unknown() || id == vocabulary.first() || id == vocabulary.last()
        || SPECIAL.contains(names.get(id)) || CHARACTER.matcher(names.get(id)).matches();
    final int[] always = IntStream.range(0, names.size()).filter(isKept).toArray();
    final IntStream others = IntStream.range(0, names.size())
        .filter(id -> !isKept.test(id) && !UNUSED.matcher(names.get(id)).matches())
        .boxed()
        .sorted((one, other) -> Long.compare(counts[other], counts[one]))
        .mapToInt(Integer::intValue);
    return new PieceRanking(IntStream.concat(IntStream.of(always), others).toArray(), always.length);
  }

  private static long[] counts(final WordPieceVocabulary vocabulary, final ExampleSource texts) throws IOException, TrainingDataException {
    final long[] counts = new long[vocabulary.size()];
    try (Arena arena = Arena.ofConfined()) {
      final WordPieceTokenizer tokenizer = WordPieceTokenizer.open(vocabulary, arena);
      final WordPieceTokens tokens = tokenizer.newFeatures();
      final SharedText text = new SharedText();
      texts.forEach(example -> {
        text.set(example.text(), example.offset(), example.length());
        tokenizer.extract(text, tokens);
        for (int index = 0; index < tokens.count(); index++) {
          counts[tokens.ids()[index]]++;
        }
      });
    }
    return counts;
  }
}
