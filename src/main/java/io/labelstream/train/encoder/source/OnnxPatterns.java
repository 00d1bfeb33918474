package io.labelstream.train.encoder.source;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.TransformerBody.Affine;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.file.SafetensorsHeader;
import io.labelstream.model.matrix.FloatMatrix;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Recognises the parts that a BERT is made of in a network, whichever operations an exporter writes them in. */
final class OnnxPatterns {
  private static final int MOST_FACTORS = 8;
  private static final double NEAR = 1e-3;
  private static final double USUAL_EPSILON = 1e-5;

  private final OnnxGraph graph;

  OnnxPatterns(final OnnxGraph graph) {
    this.graph = graph;
  }

  /** An affine map and its input. */
  record Mapped(String input, Affine map) {}

  /** A normalisation and its input. */
  record Normalised(String input, LayerNormalisation normalisation, float epsilon) {}

  /** Both operands of an operation whose operands may change places, of which one is a constant. */
  record WithConstant(String value, OnnxTensor constant) {}

  OnnxGraph graph() {
    return graph;
  }

  /** The operation that gives a value. */
  OnnxNode expect(final String value, final String operator) throws ModelRefusedException {
    final Optional<OnnxNode> node = made(value, operator);
    if (node.isEmpty()) {
      throw unexpected(value, operator);
    }
    return node.get();
  }

  /** The operation that gives a value, if it is this one, with all inputs that this reader looks at. */
  Optional<OnnxNode> made(final String value, final String operator) throws ModelRefusedException {
    final Optional<OnnxNode> node = graph.producer(value).filter(producer -> producer.is(operator));
    if (node.isPresent() && node.get().inputs().size() < inputs(operator)) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, "the value " + SafetensorsHeader.shown(value) + " is made by " + operator + " of "
          + node.get().inputs().size() + " inputs, expected " + inputs(operator));
    }
    return node;
  }

  private static int inputs(final String operator) {
    return switch (operator) {
      case "Gemm", "LayerNormalization" -> 3;
      case "Add", "Sub", "Mul", "Div", "Pow", "MatMul", "Gather", "Reshape" -> 2;
      default -> 1;
    };
  }

  ModelRefusedException unexpected(final String value, final String expected) {
    return new ModelRefusedException(ModelDefect.UNSUPPORTED, "the network is not that of a BERT: the value " + SafetensorsHeader.shown(value)
        + " is made by " + graph.producer(value).map(node -> SafetensorsHeader.shown(node.operator())).orElse("no operation") + ", expected " + expected);
  }

  /** An affine map of rows, as {@code Gemm}, or as {@code MatMul} and {@code Add}. */
  Optional<Mapped> affine(final String value) throws ModelRefusedException {
    final Optional<OnnxNode> gemm = made(value, "Gemm");
    if (gemm.isPresent()) {
      return gemm(gemm.get());
    }
    final Optional<WithConstant> sum = withConstant(value, "Add");
    if (sum.isEmpty() || sum.get().constant().rank() != 1) {
      return Optional.empty();
    }
    final Optional<OnnxNode> product = made(sum.get().value(), "MatMul");
    final Optional<OnnxTensor> weight = product.flatMap(node -> graph.constant(node.inputs().get(1)));
    return weight.isEmpty()
        ? Optional.empty()
        : Optional.of(new Mapped(product.get().inputs().getFirst(), affine(weight.get().transposed(), sum.get().constant())));
  }

  private Optional<Mapped> gemm(final OnnxNode node) throws ModelRefusedException {
    final Optional<OnnxTensor> weight = graph.constant(node.inputs().get(1));
    final Optional<OnnxTensor> bias = graph.constant(node.inputs().get(2));
    if (weight.isEmpty() || bias.isEmpty() || node.number("alpha", 1) != 1 || node.number("beta", 1) != 1 || node.number("transA", 0) != 0) {
      return Optional.empty();
    }
    final OnnxTensor outputsFirst = node.number("transB", 0) == 0 ? weight.get().transposed() : weight.get();
    return Optional.of(new Mapped(node.inputs().getFirst(), affine(outputsFirst, bias.get())));
  }

  private static Affine affine(final OnnxTensor weight, final OnnxTensor bias) throws ModelRefusedException {
    final FloatMatrix matrix = weight.matrix();
    return new Affine(matrix, bias.vector(matrix.rows()));
  }

  /** Tells if a value looks like a normalised one, without a check of its parts. */
  boolean isNormalised(final String value) throws ModelRefusedException {
    final Optional<WithConstant> shifted = withConstant(value, "Add");
    return made(value, "LayerNormalization").isPresent() || shifted.isPresent() && withConstant(shifted.get().value(), "Mul").isPresent();
  }

  /** A normalisation over the dimensions of a vector, as {@code LayerNormalization} or in single steps. */
  Normalised normalised(final String value) throws ModelRefusedException {
    final Optional<OnnxNode> whole = made(value, "LayerNormalization");
    if (whole.isPresent()) {
      requireLastAxis(value, (long) whole.get().number("axis", -1));
      return new Normalised(
          whole.get().inputs().getFirst(),
          normalisation(constant(whole.get().inputs().get(1)), constant(whole.get().inputs().get(2))),
          (float) whole.get().number("epsilon", USUAL_EPSILON));
    }
    final WithConstant shifted = requireConstant(value, "Add");
    final WithConstant stretched = requireConstant(shifted.value(), "Mul");
    final OnnxNode quotient = expect(stretched.value(), "Div");
    final String input = centred(quotient.inputs().getFirst());
    final WithConstant variance = requireConstant(expect(quotient.inputs().get(1), "Sqrt").inputs().getFirst(), "Add");
    final String square = mean(variance.value());
    final Optional<OnnxNode> power = made(square, "Pow");
    final OnnxNode product = power.isPresent() ? power.get() : expect(square, "Mul");
    final boolean squared = power.isPresent()
        ? isNumber(product.inputs().get(1), 2)
        : product.inputs().getFirst().equals(product.inputs().get(1));
    if (!squared || !centred(product.inputs().getFirst()).equals(input) || !variance.constant().isNumber()) {
      throw unexpected(square, "the square of the distance from the mean");
    }
    return new Normalised(input, normalisation(stretched.constant(), shifted.constant()), (float) variance.constant().number());
  }

  private static LayerNormalisation normalisation(final OnnxTensor gain, final OnnxTensor shift) throws ModelRefusedException {
    final float[] gains = gain.vector(gain.floats().length);
    return new LayerNormalisation(gains, shift.vector(gains.length));
  }

  /** The value of which this one is the distance from the mean. */
  private String centred(final String value) throws ModelRefusedException {
    final OnnxNode difference = expect(value, "Sub");
    if (!mean(difference.inputs().get(1)).equals(difference.inputs().getFirst())) {
      throw unexpected(value, "the distance from the mean");
    }
    return difference.inputs().getFirst();
  }

  /** The value of whose dimensions this one is the mean. */
  private String mean(final String value) throws ModelRefusedException {
    final OnnxNode mean = expect(value, "ReduceMean");
    final Optional<OnnxTensor> axes = mean.inputs().size() > 1 ? graph.constant(mean.inputs().get(1)) : mean.attribute("axes");
    requireLastAxis(value, axes.filter(OnnxTensor::isNumber).map(axis -> (long) axis.number()).orElse(0L));
    if (mean.number("keepdims", 1) != 1) {
      throw unexpected(value, "a mean that keeps its dimension");
    }
    return mean.inputs().getFirst();
  }

  private void requireLastAxis(final String value, final long axis) throws ModelRefusedException {
    if (axis != -1 && axis != 2) {
      throw unexpected(value, "one over the last dimension");
    }
  }

  /** The input of the exact GELU, {@code x × 0.5 × (1 + erf(x / √2))}, whose factors may come in any order. */
  String beforeGelu(final String value) throws ModelRefusedException {
    final Optional<OnnxNode> whole = made(value, "Gelu");
    if (whole.isPresent() && whole.get().attribute("approximate").map(OnnxTensor::name).filter(kind -> !kind.equals("none")).isEmpty()) {
      return whole.get().inputs().getFirst();
    }
    double factor = 1;
    Optional<String> curved = Optional.empty();
    final List<String> plain = new ArrayList<>();
    for (final String part : factors(value)) {
      final Optional<OnnxTensor> constant = graph.constant(part).filter(OnnxTensor::isNumber);
      if (constant.isPresent()) {
        factor *= constant.get().number();
      } else if (withConstant(part, "Add").filter(sum -> sum.constant().isNumber()).isPresent()) {
        curved = Optional.of(part);
      } else {
        plain.add(part);
      }
    }
    if (curved.isEmpty() || plain.size() != 1 || Math.abs(factor - 0.5) > NEAR || !errorFunction(curved.get()).equals(plain.getFirst())) {
      throw unexpected(value, "the exact GELU");
    }
    return plain.getFirst();
  }

  /** The value {@code x} in {@code 1 + erf(x / √2)}. */
  private String errorFunction(final String value) throws ModelRefusedException {
    final WithConstant sum = requireConstant(value, "Add");
    final Scaled scaled = unscaled(expect(sum.value(), "Erf").inputs().getFirst());
    if (sum.constant().number() != 1 || Math.abs(scaled.factor() * Math.sqrt(2) - 1) > NEAR) {
      throw unexpected(value, "the exact GELU");
    }
    return scaled.value();
  }

  private List<String> factors(final String value) throws ModelRefusedException {
    final List<String> factors = new ArrayList<>();
    final Deque<String> open = new ArrayDeque<>(List.of(value));
    while (!open.isEmpty() && factors.size() + open.size() <= MOST_FACTORS) {
      final String part = open.pop();
      final Optional<OnnxNode> product = made(part, "Mul");
      if (product.isPresent()) {
        open.addAll(product.get().inputs());
      } else {
        factors.add(part);
      }
    }
    return factors;
  }

  /** A value, and the number that it was multiplied by. */
  record Scaled(String value, double factor) {}

  /** The value before multiplications and divisions by single numbers. */
  Scaled unscaled(final String value) throws ModelRefusedException {
    String at = value;
    double factor = 1;
    for (int step = 0; step < MOST_FACTORS; step++) {
      final Optional<WithConstant> product = withConstant(at, "Mul").filter(parts -> parts.constant().isNumber());
      final Optional<OnnxNode> quotient = made(at, "Div").filter(node -> graph.constant(node.inputs().get(1)).filter(OnnxTensor::isNumber).isPresent());
      if (product.isPresent()) {
        factor *= product.get().constant().number();
        at = product.get().value();
      } else if (quotient.isPresent()) {
        factor /= constant(quotient.get().inputs().get(1)).number();
        at = quotient.get().inputs().getFirst();
      } else {
        break;
      }
    }
    return new Scaled(at, factor);
  }

  private boolean isNumber(final String value, final double expected) {
    return graph.constant(value).filter(OnnxTensor::isNumber).filter(constant -> constant.number() == expected).isPresent();
  }

  private OnnxTensor constant(final String value) throws ModelRefusedException {
    final Optional<OnnxTensor> constant = graph.constant(value);
    if (constant.isEmpty()) {
      throw unexpected(value, "a constant");
    }
    return constant.get();
  }

  private WithConstant requireConstant(final String value, final String operator) throws ModelRefusedException {
    final Optional<WithConstant> parts = withConstant(value, operator);
    if (parts.isEmpty()) {
      throw unexpected(value, operator + " of a constant");
    }
    return parts.get();
  }

  private Optional<WithConstant> withConstant(final String value, final String operator) throws ModelRefusedException {
    final Optional<OnnxNode> node = made(value, operator);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    final String left = node.get().inputs().getFirst();
    final String right = node.get().inputs().get(1);
    return graph.constant(right).map(constant -> new WithConstant(left, constant))
        .or(() -> graph.constant(left).map(constant -> new WithConstant(right, constant)));
  }
}
