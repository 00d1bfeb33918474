package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextSession;
import io.labelstream.text.Subwords;
import io.labelstream.text.TokenizedText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One thread's work on a {@link FastTextClassifier}.
 *
 * <p>A text goes through in stretches that end at white space: tokens, dictionary, subwords, word n-grams, rows. Each step is a loop over an array, which keeps
 * many loads under way at once.
 */
final class FastTextSession extends TextSession {
  private static final int WHOLE_BYTES = 16;
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int BUCKETS = 2 * TokenizedText.STRETCH;

  private final FastTextParts model;
  private final Kernels kernels;
  private final EndOfLine endOfLine;
  private final TokenBatch tokens;
  private final int[] buckets;
  private final float[] hidden;
  private final double[] folded;
  private final OutputScratch scratch;
  private final int carry;
  private final int[] subwordScratch = new int[2 * Kernels.LANES];
  private final int startsAtOnce;
  /** Words whose subwords are needed, with breaks between them: no longer than the text, as each token had white space after it. */
  private byte[] marked = new byte[0];
  private long features;
  private boolean isFolded;

  FastTextSession(final FastTextParts model, final EndOfLine endOfLine) {
    super(model.lifetime());
    this.model = model;
    this.kernels = model.kernels();
    this.endOfLine = endOfLine;
    this.carry = model.wordNgrams().map(ngrams -> ngrams.longest() - 1).orElse(0);
    this.tokens = new TokenBatch(TokenizedText.STRETCH, carry, model.wordNgrams().isPresent(), endOfLine != EndOfLine.IMPLIED_ONLY);
    final int mostPerByte = model.subwords().map(Subwords::mostPerByte).orElse(0);
    this.startsAtOnce = Math.max(BUCKETS / Math.max(mostPerByte, 1) / Kernels.LANES, 1) * Kernels.LANES;
    this.buckets = new int[Math.max(BUCKETS, Math.max(carry, Kernels.LANES * mostPerByte)) + Kernels.LANES];
    this.hidden = new float[Kernels.padded(model.columns())];
    this.folded = new double[model.columns()];
    this.scratch = OutputScratch.of(model.output());
  }

  @Override
  protected void score(final SharedText shared, final Predictions predictions) {
    final TokenizedText text = shared.features(FastTextTokens.INSTANCE);
    if (marked.length < text.bytes().length) {
      marked = new byte[text.bytes().length];
    }
    features = 0;
    unfold();
    Arrays.fill(hidden, 0f);
    tokens.reset();
    int end = text.end();
    boolean lineEnds = true;
    if (endOfLine == EndOfLine.AS_WRITTEN) {
      final int lineFeed = indexOfLineFeed(text.bytes(), end);
      lineEnds = lineFeed >= 0;
      end = lineEnds ? lineFeed : end;
    }
    int from = TokenizedText.START;
    while (from < end && !tokens.ended) {
      if (from > TokenizedText.START) {
        fold();
      }
      final int to = text.endOfStretch(from, end);
      text.cut(from, to);
      addStretch(text);
      from = to;
    }
    if (lineEnds && !tokens.ended) {
      addEndOfLine();
    }
    addWordNgrams(true);
    unfold();
    if (features > 0) {
      // In a long text this count can exceed what a float holds exactly; the reference divides in the same way.
      kernels.scale(hidden, model.columns(), (float) (1.0 / features));
      Arrays.fill(hidden, model.columns(), hidden.length, 0f);
      model.output().score(hidden, scratch, predictions);
    }
  }

  /** Sets the sum so far aside: a large float would lose the last digits of the numbers added to it. For long texts only. */
  private void fold() {
    for (int column = 0; column < folded.length; column++) {
      folded[column] += hidden[column];
    }
    Arrays.fill(hidden, 0f);
    isFolded = true;
  }

  private void unfold() {
    if (isFolded) {
      for (int column = 0; column < folded.length; column++) {
        hidden[column] = (float) (folded[column] + hidden[column]);
      }
      Arrays.fill(folded, 0);
      isFolded = false;
    }
  }

  private static int indexOfLineFeed(final byte[] text, final int end) {
    for (int position = TokenizedText.START; position < end; position++) {
      if (text[position] == '\n') {
        return position;
      }
    }
    return -1;
  }

  private void addStretch(final TokenizedText text) {
    model.dictionary().lookup(kernels, text, tokens);
    model.wordRows().addTo(tokens.words, tokens.wordCount, hidden);
    features += model.wordFeatures().of(tokens.words, tokens.wordCount);
    if (model.subwords().isPresent()) {
      addSubwords(model.subwords().get(), text);
    }
    addWordNgrams(false);
  }

  private void addEndOfLine() {
    final int word = model.dictionary().endOfLine();
    tokens.hashes[tokens.hashCount++] = Dictionary.endOfLineHash();
    if (word >= 0) {
      tokens.words[0] = word;
      model.wordRows().addTo(tokens.words, 1, hidden);
      features++;
    }
  }

  /** Adds the subwords of the unknown tokens, and of the words whose sums do not include them. */
  private void addSubwords(final Subwords subwords, final TokenizedText text) {
    final byte[] bytes = text.bytes();
    final int[] edges = text.edges();
    int end = 0;
    for (int index = 0; index < tokens.unknownCount; index++) {
      end = appendMarked(bytes, edges, tokens.unknown[index], end);
    }
    if (model.wordFeatures() instanceof WordFeatures.One) {
      for (int word = 0; word < tokens.wordCount; word++) {
        if (tokens.words[word] != model.dictionary().endOfLine()) {
          end = appendMarked(bytes, edges, tokens.wordTokens[word], end);
        }
      }
    }
    marked[end] = Subwords.WORD_BREAK;
    for (int from = 0; from < end; from += startsAtOnce) {
      if (from > 0) {
        fold();
      }
      addBuckets(subwords.buckets(marked, from, Math.min(from + startsAtOnce, end), text.encoding(), subwordScratch, buckets));
    }
  }

  /** Appends a break and a token to the words whose subwords are needed. */
  private int appendMarked(final byte[] text, final int[] edges, final int token, final int at) {
    final int start = edges[2 * token];
    final int length = edges[2 * token + 1] - start;
    marked[at] = Subwords.WORD_BREAK;
    if (length <= WHOLE_BYTES) {
      // Bytes copied in excess are overwritten later, or are after the last break.
      LONG.set(marked, at + 1, (long) LONG.get(text, start));
      LONG.set(marked, at + 1 + Long.BYTES, (long) LONG.get(text, start + Long.BYTES));
    } else {
      System.arraycopy(text, start, marked, at + 1, length);
    }
    return at + 1 + length;
  }

  /** Adds the n-grams that start at the words so far: at the end of the text those of all words, else only of words whose n-grams are complete. */
  private void addWordNgrams(final boolean last) {
    if (model.wordNgrams().isEmpty()) {
      tokens.hashCount = 0;
      return;
    }
    final int starts = last ? tokens.hashCount : Math.max(tokens.hashCount - carry, 0);
    final int atOnce = (buckets.length - Kernels.LANES) / carry;
    for (int from = 0; from < starts; from += atOnce) {
      final int to = Math.min(from + atOnce, starts);
      addBuckets(model.wordNgrams().get().append(tokens.hashes, from, to, tokens.hashCount, buckets));
    }
    System.arraycopy(tokens.hashes, starts, tokens.hashes, 0, tokens.hashCount - starts);
    tokens.hashCount -= starts;
  }

  private void addBuckets(final int count) {
    final int rows = model.ngramIndex().rows(buckets, count, buckets);
    model.ngramRows().addTo(buckets, rows, hidden);
    features += rows;
  }
}
