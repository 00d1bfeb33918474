package io.labelstream.model.encoder;

import io.labelstream.fixture.BellCurve;
import io.labelstream.model.encoder.TransformerBody.Affine;
import io.labelstream.model.encoder.TransformerBody.Layer;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Dense;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.matrix.FloatMatrix;
import java.util.stream.IntStream;

/** A transformer in doubles, as its papers write it down: to compare with. */
final class NaiveTransformer {
  private final TransformerBody body;
  private final VectorOutput output;

  NaiveTransformer(final TransformerBody body, final VectorOutput output) {
    this.body = body;
    this.output = output;
  }

  /** @param ids the pieces, with those before and behind the text; none if the text has none */
  double[] encode(final int... ids) {
    if (ids.length == 0) {
      return new double[0];
    }
    double[][] rows = new double[ids.length][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = normalised(sum(row(body.tokens(), ids[row]), row(body.positions(), row)), body.normalisation());
    }
    for (final Layer layer : body.layers()) {
      rows = layer(rows, layer);
    }
    double[] vector = output.pooling() == Pooling.FIRST ? rows[0] : mean(rows);
    for (final Dense dense : output.dense()) {
      vector = mapped(vector, new Affine(dense.weight(), dense.bias()));
      if (dense.activation() == Activation.TANH) {
        vector = tanh(vector);
      }
    }
    return output.length() == VectorLength.UNIT ? scaled(vector, 1 / Math.sqrt(dot(vector, vector))) : vector;
  }

  private double[][] layer(final double[][] rows, final Layer layer) {
    final double[][] attended = attended(mapped(rows, layer.query()), mapped(rows, layer.key()), mapped(rows, layer.value()));
    final double[][] result = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      final double[] between = normalised(sum(rows[row], mapped(attended[row], layer.output())), layer.afterAttention());
      final double[] inner = mapped(between, layer.intermediate());
      for (int index = 0; index < inner.length; index++) {
        inner[index] *= BellCurve.shareBelow(inner[index]);
      }
      result[row] = normalised(sum(between, mapped(inner, layer.reduction())), layer.afterReduction());
    }
    return result;
  }

  private double[][] attended(final double[][] queries, final double[][] keys, final double[][] values) {
    final double[][] result = new double[queries.length][body.dimensions()];
    final int width = body.dimensions() / body.heads();
    for (int head = 0; head < body.heads(); head++) {
      for (int query = 0; query < queries.length; query++) {
        final double[] weights = new double[keys.length];
        double total = 0;
        for (int key = 0; key < keys.length; key++) {
          for (int column = head * width; column < (head + 1) * width; column++) {
            weights[key] += queries[query][column] * keys[key][column] / Math.sqrt(width);
          }
        }
        final double most = IntStream.range(0, weights.length).mapToDouble(key -> weights[key]).max().orElseThrow();
        for (int key = 0; key < keys.length; key++) {
          weights[key] = Math.exp(weights[key] - most);
          total += weights[key];
        }
        for (int key = 0; key < keys.length; key++) {
          for (int column = head * width; column < (head + 1) * width; column++) {
            result[query][column] += weights[key] / total * values[key][column];
          }
        }
      }
    }
    return result;
  }

  private double[] normalised(final double[] x, final LayerNormalisation normalisation) {
    double mean = 0;
    double variance = 0;
    for (final double element : x) {
      mean += element / x.length;
    }
    for (final double element : x) {
      variance += (element - mean) * (element - mean) / x.length;
    }
    final double[] result = new double[x.length];
    for (int index = 0; index < x.length; index++) {
      result[index] = normalisation.gain()[index] * (x[index] - mean) / Math.sqrt(variance + body.epsilon()) + normalisation.shift()[index];
    }
    return result;
  }

  private static double[][] mapped(final double[][] rows, final Affine map) {
    final double[][] result = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      result[row] = mapped(rows[row], map);
    }
    return result;
  }

  private static double[] mapped(final double[] x, final Affine map) {
    final double[] result = new double[map.weight().rows()];
    for (int row = 0; row < result.length; row++) {
      result[row] = map.bias()[row] + dot(row(map.weight(), row), x);
    }
    return result;
  }

  private static double[] row(final FloatMatrix matrix, final int row) {
    return IntStream.range(0, matrix.columns()).mapToDouble(column -> matrix.values()[row * matrix.columns() + column]).toArray();
  }

  private static double[] mean(final double[][] rows) {
    double[] sum = new double[rows[0].length];
    for (final double[] row : rows) {
      sum = sum(sum, row);
    }
    return scaled(sum, 1.0 / rows.length);
  }

  private static double[] tanh(final double[] x) {
    return IntStream.range(0, x.length).mapToDouble(index -> Math.tanh(x[index])).toArray();
  }

  private static double[] sum(final double[] a, final double[] b) {
    return IntStream.range(0, a.length).mapToDouble(index -> a[index] + b[index]).toArray();
  }

  private static double[] scaled(final double[] x, final double factor) {
    return IntStream.range(0, x.length).mapToDouble(index -> x[index] * factor).toArray();
  }

  private static double dot(final double[] a, final double[] b) {
    return IntStream.range(0, a.length).mapToDouble(index -> a[index] * b[index]).sum();
  }
}
