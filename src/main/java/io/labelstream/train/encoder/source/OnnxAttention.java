package io.labelstream.train.encoder.source;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.train.encoder.source.OnnxPatterns.Mapped;
import io.labelstream.train.encoder.source.OnnxPatterns.Scaled;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Recognises attention in a network, and finds its maps and the number of its heads. */
final class OnnxAttention {
  private static final int MOST_STEPS = 8;
  private static final int DIMENSIONS = 4;
  private static final double NEAR = 1e-3;

  /** Orders of texts, pieces, heads and the dimensions of a head, by their places before. */
  private static final int[] BY_HEADS = {0, 2, 1, 3};
  private static final int[] BY_HEADS_TURNED = {0, 2, 3, 1};

  private final OnnxPatterns patterns;

  OnnxAttention(final OnnxPatterns patterns) {
    this.patterns = patterns;
  }

  /** Attention: its maps, and the number of heads. */
  record Heads(Mapped query, Mapped key, Mapped value, int heads) {}

  /** A map whose result was cut into heads. */
  private record Cut(Mapped mapped, long heads, long size, double factor) {}

  /** The attention whose result, with the heads side by side again, is this value. */
  Heads before(final String value) throws ModelRefusedException {
    final OnnxNode joined = patterns.expect(value, "Reshape");
    final OnnxNode turned = patterns.expect(joined.inputs().getFirst(), "Transpose");
    if (!Arrays.equals(order(turned, joined.inputs().getFirst()), BY_HEADS)) {
      throw patterns.unexpected(value, "heads side by side");
    }
    final OnnxNode sums = patterns.expect(turned.inputs().getFirst(), "MatMul");
    final Cut values = cut(sums.inputs().get(1), BY_HEADS);
    final Scaled scores = scores(sums.inputs().getFirst());
    final OnnxNode product = patterns.expect(scores.value(), "MatMul");
    final Cut queries = cut(product.inputs().getFirst(), BY_HEADS);
    final Cut keys = cut(product.inputs().get(1), BY_HEADS_TURNED);
    final int width = queries.mapped().map().bias().length;
    final int heads = heads(queries, width);
    if (heads(keys, width) != heads || heads(values, width) != heads) {
      throw new ModelRefusedException(ModelDefect.UNSUPPORTED, "queries, keys and values of a layer have different numbers of heads");
    }
    final double factor = scores.factor() * queries.factor() * keys.factor();
    if (values.factor() != 1 || Math.abs(factor * Math.sqrt((double) width / heads) - 1) > NEAR) {
      throw new ModelRefusedException(ModelDefect.UNSUPPORTED, "the scores of attention are scaled by " + factor + ", expected 1/√" + width / heads);
    }
    return new Heads(queries.mapped(), keys.mapped(), values.mapped(), heads);
  }

  /** The product of queries and keys before it was scaled, masked, and became shares. */
  private Scaled scores(final String shares) throws ModelRefusedException {
    final OnnxNode softmax = patterns.expect(shares, "Softmax");
    final double axis = softmax.number("axis", -1);
    if (axis != -1 && axis != DIMENSIONS - 1) {
      throw patterns.unexpected(shares, "Softmax over the last dimension");
    }
    final Scaled masked = patterns.unscaled(softmax.inputs().getFirst());
    final Optional<OnnxNode> sum = patterns.made(masked.value(), "Add");
    if (sum.isEmpty()) {
      return masked;
    }
    final Scaled scores = patterns.unscaled(withoutMask(masked.value(), sum.get()));
    return new Scaled(scores.value(), scores.factor() * masked.factor());
  }

  private String withoutMask(final String value, final OnnxNode sum) throws ModelRefusedException {
    final String left = sum.inputs().getFirst();
    final String right = sum.inputs().get(1);
    if (isMask(right)) {
      return left;
    }
    if (isMask(left)) {
      return right;
    }
    throw patterns.unexpected(value, "scores of attention to which nothing but the mask is added");
  }

  private boolean isMask(final String value) {
    return patterns.graph().inputsOf(value).equals(Set.of(OnnxBert.MASK));
  }

  private Cut cut(final String value, final int[] expected) throws ModelRefusedException {
    int[] order = {0, 1, 2, 3};
    Scaled at = patterns.unscaled(value);
    double factor = at.factor();
    for (int step = 0; step < MOST_STEPS && patterns.made(at.value(), "Transpose").isPresent(); step++) {
      final OnnxNode turned = patterns.expect(at.value(), "Transpose");
      final int[] before = order(turned, at.value());
      order = Arrays.stream(order).map(place -> before[place]).toArray();
      at = patterns.unscaled(turned.inputs().getFirst());
      factor *= at.factor();
    }
    if (!Arrays.equals(order, expected)) {
      throw patterns.unexpected(value, "heads in the order " + Arrays.toString(expected));
    }
    final OnnxNode split = patterns.expect(at.value(), "Reshape");
    final long[] sizes = lastSizes(split.inputs().get(1));
    final Scaled whole = patterns.unscaled(split.inputs().getFirst());
    final Optional<Mapped> mapped = patterns.affine(whole.value());
    if (mapped.isEmpty()) {
      throw patterns.unexpected(whole.value(), "an affine map");
    }
    return new Cut(mapped.get(), sizes[0], sizes[1], factor * whole.factor());
  }

  private int[] order(final OnnxNode transpose, final String value) throws ModelRefusedException {
    final long[] order = transpose.attribute("perm").map(OnnxTensor::integers).orElse(new long[0]);
    if (!Arrays.equals(Arrays.stream(order).sorted().toArray(), new long[] {0, 1, 2, 3})) {
      throw patterns.unexpected(value, "Transpose of four dimensions");
    }
    return Arrays.stream(order).mapToInt(Math::toIntExact).toArray();
  }

  /** The last two of the four sizes that a value is cut into; −1 for the one that the others leave open. */
  private long[] lastSizes(final String shape) throws ModelRefusedException {
    final Optional<OnnxTensor> whole = patterns.graph().constant(shape);
    if (whole.isPresent() && whole.get().integers().length == DIMENSIONS) {
      return Arrays.copyOfRange(whole.get().integers(), 2, DIMENSIONS);
    }
    final List<String> parts = patterns.expect(shape, "Concat").inputs();
    if (parts.size() != DIMENSIONS) {
      throw patterns.unexpected(shape, "Concat of four sizes");
    }
    return new long[] {size(parts.get(2)), size(parts.get(3))};
  }

  private long size(final String value) throws ModelRefusedException {
    final Optional<OnnxTensor> size = patterns.graph().constant(value);
    if (size.isEmpty() || size.get().integers().length != 1) {
      throw patterns.unexpected(value, "the number of heads or their size as a constant");
    }
    return size.get().integers()[0];
  }

  private static int heads(final Cut cut, final int width) throws ModelRefusedException {
    final long heads = cut.heads() == -1 && cut.size() > 0 ? width / cut.size() : cut.heads();
    final long size = cut.size() == -1 && cut.heads() > 0 ? width / cut.heads() : cut.size();
    if (heads < 1 || size < 1 || heads > width || size > width || heads * size != width) {
      throw new ModelRefusedException(
          ModelDefect.INCONSISTENT, "attention of " + width + " dimensions is cut into " + cut.heads() + " heads of " + cut.size());
    }
    return (int) heads;
  }
}
