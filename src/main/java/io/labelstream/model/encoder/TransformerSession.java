package io.labelstream.model.encoder;

import io.labelstream.model.Lifetime;
import io.labelstream.model.SharedText;
import io.labelstream.model.matrix.FloatMatrix;
import java.util.List;

/** One thread's work on a {@link TransformerEncoder}. */
public final class TransformerSession implements EncoderSession {
  /** From so many rows on, more texts at a time are no quicker. */
  private static final int ROWS_AT_A_TIME = 256;

  private final WordPieceVocabulary vocabulary;
  private final WordPieceTokenizer tokenizer;
  private final TransformerPass pass;
  private final int mostPieces;
  private final OpenedOutput.Work output;
  private final Lifetime.Hold hold;
  private final SharedText own = new SharedText();
  private long cutTexts;

  TransformerSession(
      final WordPieceVocabulary vocabulary,
      final WordPieceTokenizer tokenizer,
      final TransformerPass pass,
      final int positions,
      final OpenedOutput.Work output,
      final Lifetime.Hold hold) {
    this.vocabulary = vocabulary;
    this.tokenizer = tokenizer;
    this.pass = pass;
    this.mostPieces = positions - TransformerPass.EDGES;
    this.output = output;
    this.hold = hold;
  }

  /** The number of texts so far that had more pieces than there are positions for. */
  public long cutTexts() {
    return cutTexts;
  }

  @Override
  public float[] encode(final SharedText text) {
    hold.acquire();
    try {
      pass.clear();
      add(text.features(tokenizer));
      pass.run();
      return vector(0);
    } finally {
      hold.release();
    }
  }

  /** Several texts take one way through the transformer. */
  @Override
  public void encode(final List<byte[]> texts, final FloatMatrix vectors) {
    hold.acquire();
    try {
      int first = 0;
      pass.clear();
      for (int text = 0; text < texts.size(); text++) {
        own.set(texts.get(text), 0, texts.get(text).length);
        add(own.features(tokenizer));
        if (pass.rows() >= ROWS_AT_A_TIME || text == texts.size() - 1) {
          pass.run();
          for (int index = first; index <= text; index++) {
            final float[] vector = vector(index - first);
            System.arraycopy(vector, 0, vectors.values(), index * vectors.columns(), vectors.columns());
          }
          first = text + 1;
          pass.clear();
        }
      }
    } finally {
      hold.release();
    }
  }

  private float[] vector(final int text) {
    if (pass.rows(text) == TransformerPass.EDGES) {
      return output.zero();
    }
    pass.pool(text, output.pooled());
    return output.vector();
  }

  private void add(final WordPieceTokens pieces) {
    final int count = Math.min(pieces.count(), mostPieces);
    cutTexts += count < pieces.count() ? 1 : 0;
    pass.add(vocabulary.first(), pieces.ids(), count, vocabulary.last());
  }
}
