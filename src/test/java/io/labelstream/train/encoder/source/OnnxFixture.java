package io.labelstream.train.encoder.source;

import io.labelstream.model.encoder.TransformerBody.Affine;
import io.labelstream.model.encoder.TransformerBody.Layer;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.matrix.FloatMatrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes a BERT as an ONNX file, with the operations and made-up names of exporters. */
final class OnnxFixture {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int FLOAT16 = 10;
  private static final int OPERATIONS = 17;

  private final OnnxMessage graph = new OnnxMessage();
  private final Style style;
  private final UnaryOperator<String> operators;
  private int values;

  private OnnxFixture(final Style style, final UnaryOperator<String> operators) {
    this.style = style;
    this.operators = operators;
  }

  /** The ways in which exporters write the same network. */
  enum Style {
    /** Normalisations and GELU in single steps, weights as inputs × outputs, scaled scores, sizes put together. */
    STEPS,
    /** Normalisations in one operation, weights that are turned in the network, scaled queries, sizes in one constant. */
    WHOLE,
    /** As {@link #STEPS}, with weights of float16 that are widened in the network. */
    HALF
  }

  /** The whole file. */
  static byte[] of(final TinyBert bert, final Style style) {
    return of(bert, style, UnaryOperator.identity());
  }

  /**
   * The whole file, with other operations.
   *
   * @param operators from the names of operations to others
   */
  static byte[] of(final TinyBert bert, final Style style, final UnaryOperator<String> operators) {
    return new OnnxFixture(style, operators).file(bert);
  }

  private byte[] file(final TinyBert bert) {
    for (final String input : List.of("input_ids", "attention_mask", "token_type_ids")) {
      graph.message(11, value(input, INT64, "batch", "length"));
    }
    graph.text(2, "tiny");
    final String output = body(bert);
    graph.message(12, value(output, FLOAT, "batch", "length", "width"));
    return new OnnxMessage().integer(1, 8).message(7, graph).message(8, new OnnxMessage().integer(2, OPERATIONS)).toBytes();
  }

  private String body(final TinyBert bert) {
    final String pieces = node("Gather", matrix(bert.pieces()), "input_ids");
    final String types = node("Gather", matrix(bert.types()), "token_type_ids");
    final String length = node("Gather", node("Shape", "input_ids"), int64(1));
    final String ids = node("Slice", int64s(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), int64s(0), node("Unsqueeze", length, int64s(0)), int64s(0));
    final String sum = node("Add", node("Add", pieces, types), node("Gather", matrix(bert.positions()), ids));
    final String mask = node("Cast", integer("to", FLOAT), node("Unsqueeze", "attention_mask", int64s(1, 2)));
    final String far = node("Mul", node("Sub", number(1), mask), number(-1e9f));
    String at = normalised(sum, bert.normalisation());
    for (final Layer layer : bert.layers()) {
      at = layer(at, far, layer);
    }
    return at;
  }

  private String layer(final String input, final String mask, final Layer layer) {
    final float scale = (float) Math.sqrt((double) TinyBert.WIDTH / TinyBert.HEADS);
    final String query = heads(affine(input, layer.query()), 0, 2, 1, 3);
    final String key = heads(affine(input, layer.key()), 0, 2, 3, 1);
    final String scores = style == Style.WHOLE
        ? node("MatMul", node("Mul", query, number(1 / scale)), key)
        : node("Div", node("MatMul", query, key), number(scale));
    final String shares = node("Softmax", integer("axis", -1), node("Add", scores, mask));
    final String mixed = node("MatMul", shares, heads(affine(input, layer.value()), 0, 2, 1, 3));
    final String joined = node("Reshape", node("Transpose", integers("perm", 0, 2, 1, 3), mixed), int64s(0, 0, TinyBert.WIDTH));
    final String attended = normalised(node("Add", affine(joined, layer.output()), input), layer.afterAttention());
    final String inner = gelu(affine(attended, layer.intermediate()));
    return normalised(node("Add", affine(inner, layer.reduction()), attended), layer.afterReduction());
  }

  private String heads(final String value, final long... order) {
    final long size = TinyBert.WIDTH / TinyBert.HEADS;
    final String sizes = style == Style.WHOLE
        ? int64s(0, 0, -1, size)
        : node("Concat", integer("axis", 0), int64s(0), int64s(0), int64s(TinyBert.HEADS), int64s(size));
    return node("Transpose", integers("perm", order), node("Reshape", value, sizes));
  }

  private String affine(final String input, final Affine map) {
    final FloatMatrix weight = map.weight();
    final String turned = style == Style.WHOLE
        ? node("Transpose", integers("perm", 1, 0), matrix(weight))
        : constant(turned(weight), weight.columns(), weight.rows());
    return node("Add", vector(map.bias()), node("MatMul", input, turned));
  }

  private String normalised(final String input, final LayerNormalisation normalisation) {
    if (style == Style.WHOLE) {
      final OnnxMessage epsilon = new OnnxMessage().text(1, "epsilon").decimal(2, TinyBert.EPSILON).integer(20, 1);
      return node("LayerNormalization", epsilon, input, vector(normalisation.gain()), vector(normalisation.shift()));
    }
    final String distance = node("Sub", input, node("ReduceMean", integers("axes", -1), input));
    final String variance = node("ReduceMean", integers("axes", -1), node("Pow", distance, number(2)));
    final String quotient = node("Div", distance, node("Sqrt", node("Add", variance, number(TinyBert.EPSILON))));
    return node("Add", node("Mul", quotient, vector(normalisation.gain())), vector(normalisation.shift()));
  }

  private String gelu(final String value) {
    final String curved = node("Add", node("Erf", node("Div", value, number((float) Math.sqrt(2)))), number(1));
    return style == Style.WHOLE
        ? node("Mul", node("Mul", value, number(0.5f)), curved)
        : node("Mul", node("Mul", value, curved), number(0.5f));
  }

  private String node(final String operator, final String... inputs) {
    return node(operator, new OnnxMessage(), inputs);
  }

  /** Adds an operation; its attribute is left out if it is empty. */
  private String node(final String operator, final OnnxMessage attribute, final String... inputs) {
    final String output = "value_" + values++;
    final OnnxMessage node = new OnnxMessage();
    for (final String input : inputs) {
      node.text(1, input);
    }
    node.text(2, output).text(4, operators.apply(operator));
    if (attribute.toBytes().length > 0) {
      node.message(5, attribute);
    }
    graph.message(1, node);
    return output;
  }

  private static OnnxMessage integer(final String name, final long value) {
    return new OnnxMessage().text(1, name).integer(3, value).integer(20, 2);
  }

  private static OnnxMessage integers(final String name, final long... values) {
    final OnnxMessage attribute = new OnnxMessage().text(1, name);
    for (final long value : values) {
      attribute.integer(8, value);
    }
    return attribute.integer(20, 7);
  }

  private String matrix(final FloatMatrix matrix) {
    return constant(matrix.values(), matrix.rows(), matrix.columns());
  }

  private String vector(final float[] values) {
    return constant(values, values.length);
  }

  /** A weight, in the precision of the style. */
  private String constant(final float[] values, final long... shape) {
    final boolean half = style == Style.HALF;
    final ByteBuffer bytes = ByteBuffer.allocate(values.length * (half ? Short.BYTES : Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    for (final float value : values) {
      if (half) {
        bytes.putShort(Float.floatToFloat16(value));
      } else {
        bytes.putFloat(value);
      }
    }
    final String stored = tensor(half ? FLOAT16 : FLOAT, new OnnxMessage().bytes(9, bytes.array()), shape);
    return half ? node("Cast", integer("to", FLOAT), stored) : stored;
  }

  private String number(final float value) {
    return tensor(FLOAT, new OnnxMessage().bytes(4, ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array()));
  }

  private String int64(final long value) {
    return tensor(INT64, new OnnxMessage().integer(7, value));
  }

  private String int64s(final long... values) {
    final OnnxMessage numbers = new OnnxMessage();
    for (final long value : values) {
      numbers.integer(7, value);
    }
    return tensor(INT64, numbers, values.length);
  }

  private String tensor(final int type, final OnnxMessage tensor, final long... shape) {
    final String name = "onnx::Constant_" + values++;
    for (final long size : shape) {
      tensor.integer(1, size);
    }
    graph.message(5, tensor.integer(2, type).text(8, name));
    return name;
  }

  private static float[] turned(final FloatMatrix matrix) {
    final float[] turned = new float[matrix.values().length];
    for (int index = 0; index < turned.length; index++) {
      turned[index] = matrix.values()[index % matrix.rows() * matrix.columns() + index / matrix.rows()];
    }
    return turned;
  }

  private static OnnxMessage value(final String name, final int type, final String... sizes) {
    final OnnxMessage shape = new OnnxMessage();
    for (final String size : sizes) {
      shape.message(1, new OnnxMessage().text(2, size));
    }
    return new OnnxMessage().text(1, name).message(2, new OnnxMessage().message(1, new OnnxMessage().integer(1, type).message(2, shape)));
  }
}
