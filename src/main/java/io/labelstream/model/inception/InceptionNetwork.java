package io.labelstream.model.inception;

import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.matrix.AffineRows;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.model.matrix.Panels;
import io.labelstream.model.matrix.RowTable;
import io.labelstream.text.WordTable;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An opened {@link InceptionModel} in the layout that it is computed with. Positions follow each other in memory, each with its channels, so that the window of a
 * convolution is one row. Immutable and thread-safe, as long as its arena is open.
 */
public final class InceptionNetwork {
  private final WordRules words;
  private final WordTable vocabulary;
  private final InceptionShape shape;
  private final RowTable embeddings;
  private final Optional<OpenedEnhancement> enhancement;
  private final Panels projection;
  private final List<Panels> first;
  private final Panels second;
  private final float[] scale;
  private final float[] shift;
  private final OpenedHead head;
  private final Optional<OpenedShortlist> shortlist;
  private final MatrixKernels kernels;

  private InceptionNetwork(
      final WordRules words, final WordTable vocabulary, final InceptionWeights weights, final RowTable embeddings, final PanelForm form, final MatrixKernels kernels,
      final Arena arena) {
    this.words = words;
    this.vocabulary = vocabulary;
    this.shape = weights.shape();
    this.embeddings = embeddings;
    this.enhancement = weights.enhancement().map(attentions -> OpenedEnhancement.of(attentions, form, kernels, arena));
    this.projection = Panels.of(weights.projection(), 1f, form, kernels, arena);
    this.first = IntStream.range(0, weights.first().size())
        .mapToObj(convolution -> convolution(weights.first().get(convolution), InceptionShape.kernel(convolution), form, kernels, arena))
        .toList();
    this.second = convolution(weights.second(), InceptionShape.LONGEST_KERNEL, form, kernels, arena);
    this.scale = weights.scale();
    this.shift = weights.shift();
    this.shortlist = weights.shortlist().map(clusters -> OpenedShortlist.of(clusters, form, kernels, arena));
    final IntUnaryOperator order = shortlist.<IntUnaryOperator>map(list -> list::label).orElse(label -> label);
    this.head = OpenedHead.of(weights.head(), order, form, kernels, arena);
    this.kernels = kernels;
  }

  /** A position has its channels side by side, while a convolution has the places of a channel side by side. */
  private static Panels convolution(final AffineRows map, final int kernel, final PanelForm form, final MatrixKernels kernels, final Arena arena) {
    final int channels = map.weight().columns() / kernel;
    return Panels.of(map, 1f, output -> output, input -> input % channels * kernel + input / channels, form, kernels, arena);
  }

  /**
   * The bytes that {@link #open(WordRules, List, InceptionWeights, PanelForm, FileTables, Arena)} takes, pages of the file among them.
   *
   * @param vocabulary the known words, in UTF-8
   */
  public static long bytesFor(final List<byte[]> vocabulary, final InceptionWeights weights, final PanelForm form) {
    return WordTable.bytesFor(vocabulary)
        + RowTable.bytesFor(weights.embeddings())
        + weights.enhancement().map(attentions -> OpenedEnhancement.bytesFor(attentions, form)).orElse(0L)
        + Stream.concat(Stream.of(weights.projection(), weights.second()), weights.first().stream()).mapToLong(map -> Panels.bytesFor(map.weight(), form)).sum()
        + OpenedHead.bytesFor(weights.head(), form)
        + weights.shortlist().map(clusters -> OpenedShortlist.bytesFor(clusters, form)).orElse(0L);
  }

  /** The part of {@link #bytesFor} that is pages of the file: the embeddings. */
  public static long mappedBytes(final InceptionWeights weights, final FileTables tables) {
    return RowTable.mappedBytes(weights.embeddings(), tables);
  }

  /**
   * Lays out a network in {@code arena}.
   *
   * @param vocabulary the known words, in UTF-8; not kept
   * @param form of the weights, but for those of outputs, which stay as they are given
   * @throws IllegalArgumentException if there are other embeddings than words
   */
  public static InceptionNetwork open(
      final WordRules words, final List<byte[]> vocabulary, final InceptionWeights weights, final PanelForm form, final FileTables tables, final Arena arena) {
    return open(words, vocabulary, weights, form, tables, MatrixKernels.best(), arena);
  }

  static InceptionNetwork open(
      final WordRules words,
      final List<byte[]> vocabulary,
      final InceptionWeights weights,
      final PanelForm form,
      final FileTables tables,
      final MatrixKernels kernels,
      final Arena arena) {
    if (vocabulary.size() != weights.embeddings().rows()) {
      throw new IllegalArgumentException("there are " + weights.embeddings().rows() + " embeddings, expected " + vocabulary.size());
    }
    return new InceptionNetwork(
        words, WordTable.of(vocabulary, arena), weights, RowTable.of(weights.embeddings(), tables, arena), form, kernels, arena);
  }

  /**
   * A session for one thread.
   *
   * @param lifetime of the network's arena
   */
  public InceptionSession newSession(final Lifetime lifetime) {
    return new InceptionSession(this, lifetime);
  }

  /** Some of the words that have an embedding, at most {@code most}. Not to be called when the memory is freed. */
  public List<byte[]> knownWords(final int most) {
    return vocabulary.words(most);
  }

  WordRules words() {
    return words;
  }

  WordTable vocabulary() {
    return vocabulary;
  }

  InceptionShape shape() {
    return shape;
  }

  RowTable embeddings() {
    return embeddings;
  }

  Optional<OpenedEnhancement> enhancement() {
    return enhancement;
  }

  Panels projection() {
    return projection;
  }

  Panels first(final int convolution) {
    return first.get(convolution);
  }

  Panels second() {
    return second;
  }

  /** The factor of a channel of the second convolution. */
  float scale(final int channel) {
    return scale[channel];
  }

  float shift(final int channel) {
    return shift[channel];
  }

  OpenedHead head() {
    return head;
  }

  Optional<OpenedShortlist> shortlist() {
    return shortlist;
  }

  MatrixKernels kernels() {
    return kernels;
  }
}
