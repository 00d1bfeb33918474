package io.labelstream.model.encoder;

import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.matrix.PanelForm;
import java.lang.foreign.Arena;

/**
 * An opened {@link TransformerBody}. A text with more pieces than there are positions for is cut: it has those that come first.
 */
public final class TransformerEncoder implements TextEncoder {
  private final WordPieceVocabulary vocabulary;
  private final WordPieceTokenizer tokenizer;
  private final OpenedTransformer transformer;
  private final VectorOutput.Pooling pooling;
  private final OpenedOutput output;
  private final MatrixKernels kernels;
  private final Lifetime lifetime;

  private TransformerEncoder(
      final WordPieceVocabulary vocabulary,
      final OpenedTransformer transformer,
      final VectorOutput output,
      final MatrixKernels kernels,
      final Arena arena,
      final Lifetime lifetime) {
    if (vocabulary.size() != transformer.pieces()) {
      throw new IllegalArgumentException("the body has rows for " + transformer.pieces() + " pieces, expected " + vocabulary.size());
    }
    this.vocabulary = vocabulary;
    this.tokenizer = WordPieceTokenizer.open(vocabulary, arena);
    this.transformer = transformer;
    this.pooling = output.pooling();
    this.output = OpenedOutput.of(transformer.width(), output, arena);
    this.kernels = kernels;
    this.lifetime = lifetime;
  }

  /** The bytes that {@link #open(WordPieceVocabulary, TransformerWeights, PanelForm, FileTables, VectorOutput, Arena, Lifetime)} takes, pages of the file among them. */
  public static long bytesFor(final WordPieceVocabulary vocabulary, final TransformerWeights body, final PanelForm layers, final VectorOutput output) {
    return WordPieceTokenizer.bytesFor(vocabulary) + OpenedTransformer.bytesFor(body, layers) + OpenedOutput.bytesFor(output);
  }

  /** The part of {@link #bytesFor} that is pages of the file: rows of pieces and positions. */
  public static long mappedBytes(final TransformerWeights body, final FileTables tables) {
    return OpenedTransformer.mappedBytes(body, tables);
  }

  /**
   * Lays out an encoder in {@code arena}.
   *
   * @param arena of the encoder, and perhaps of other parts of the same model
   * @param lifetime of the arena; ended by {@link #close}
   * @throws IllegalArgumentException if the parts do not belong together
   */
  public static TransformerEncoder open(
      final WordPieceVocabulary vocabulary,
      final TransformerWeights body,
      final PanelForm layers,
      final FileTables tables,
      final VectorOutput output,
      final Arena arena,
      final Lifetime lifetime) {
    return open(vocabulary, body, layers, tables, output, MatrixKernels.best(), arena, lifetime);
  }

  static TransformerEncoder open(
      final WordPieceVocabulary vocabulary,
      final TransformerWeights body,
      final PanelForm layers,
      final FileTables tables,
      final VectorOutput output,
      final MatrixKernels kernels,
      final Arena arena,
      final Lifetime lifetime) {
    return new TransformerEncoder(vocabulary, OpenedTransformer.of(body, layers, tables, kernels, arena), output, kernels, arena, lifetime);
  }

  @Override
  public int dimensions() {
    return output.dimensions();
  }

  @Override
  public TransformerSession newSession() {
    return new TransformerSession(
        vocabulary, tokenizer, new TransformerPass(transformer, kernels, pooling), transformer.mostRows(), output.newWork(), lifetime.newHold());
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
