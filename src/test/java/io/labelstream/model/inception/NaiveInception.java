package io.labelstream.model.inception;

import io.labelstream.fixture.BellCurve;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.matrix.FloatMatrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A network in doubles, as its javadoc writes it down, with all slots: to compare with. */
final class NaiveInception {
  private final InceptionModel model;
  private final InceptionShape shape;

  NaiveInception(final InceptionModel model) {
    this.model = model;
    this.shape = model.encoder().shape();
  }

  /** A label and its score. */
  record Scored(int label, double score) {}

  /** All labels that are scored, the best first. */
  List<Scored> scores(final List<Integer> words) {
    final double[] features = features(words);
    final double[] logits = logits(model.head(), features);
    final IntStream labels;
    final double[] factors = new double[logits.length];
    Arrays.fill(factors, 1);
    if (model.shortlist().isPresent()) {
      final Shortlist shortlist = model.shortlist().get();
      final double[] clusterLogits = logits(shortlist.clusters(), features);
      final Set<Integer> kept = IntStream.range(0, clusterLogits.length).boxed()
          .sorted(Comparator.comparingDouble(cluster -> -clusterLogits[cluster])).limit(shortlist.kept()).collect(Collectors.toSet());
      labels = IntStream.range(0, logits.length).filter(label -> kept.contains(shortlist.clusterOf()[label]));
      if (shortlist.ranking() == Ranking.LABEL_AND_CLUSTER) {
        Arrays.setAll(factors, label -> sigmoid(clusterLogits[shortlist.clusterOf()[label]]));
      }
    } else {
      labels = IntStream.range(0, logits.length);
    }
    return labels.mapToObj(label -> new Scored(label, factors[label] * sigmoid(logits[label])))
        .sorted(Comparator.comparingDouble(Scored::score).reversed()).toList();
  }

  /** The features of a text with these words. */
  double[] features(final List<Integer> words) {
    final InceptionEncoder encoder = model.encoder();
    double[][] x = new double[InceptionShape.SLOTS][shape.width()];
    for (int slot = 0; slot < words.size(); slot++) {
      x[slot] = row(model.embeddings(), words.get(slot));
    }
    if (encoder.enhancement().isPresent()) {
      x = enhanced(x, encoder.enhancement().get());
    }
    final double[][] projected = gelu(sum(product(matrix(encoder.projection().weight()), x), encoder.projection().bias()));
    final double[][] first = new double[InceptionShape.kernels() * InceptionShape.CHANNELS][];
    for (int index = 0; index < InceptionShape.kernels(); index++) {
      final double[][] channels =
          convolved(projected, encoder.first().get(index), InceptionShape.kernel(index), InceptionShape.padding(index), shape.firstLength());
      System.arraycopy(channels, 0, first, index * InceptionShape.CHANNELS, InceptionShape.CHANNELS);
    }
    final double[][] second = gelu(convolved(gelu(first), encoder.second(), InceptionShape.LONGEST_KERNEL, 0, shape.secondLength()));
    final double[] features = new double[shape.features()];
    for (int channel = 0; channel < InceptionShape.CHANNELS; channel++) {
      for (int position = 0; position < shape.secondLength(); position++) {
        features[channel * shape.secondLength() + position] = encoder.scale()[channel] * second[channel][position] + encoder.shift()[channel];
      }
    }
    return features;
  }

  private static double[][] enhanced(final double[][] e, final Enhancement enhancement) {
    final double[][] a =
        sum(scaled(product(product(e, transposed(e)), product(matrix(enhancement.words()), e)), enhancement.wordFactor()), e);
    final double[][] turned = transposed(a);
    final double[][] b =
        sum(scaled(product(product(turned, e), product(matrix(enhancement.dimensions()), turned)), enhancement.dimensionFactor()), turned);
    return transposed(b);
  }

  private static double[][] convolved(final double[][] x, final Affine map, final int kernel, final int padding, final int length) {
    final double[][] result = new double[map.weight().rows()][length];
    for (int output = 0; output < result.length; output++) {
      for (int position = 0; position < length; position++) {
        result[output][position] = map.bias()[output];
        for (int channel = 0; channel < x.length; channel++) {
          for (int place = 0; place < kernel; place++) {
            final int at = Math.floorMod(position * InceptionShape.STRIDE + place - padding, x[channel].length);
            result[output][position] += map.weight().values()[output * map.weight().columns() + channel * kernel + place] * x[channel][at];
          }
        }
      }
    }
    return result;
  }

  private static double[] logits(final InceptionHead head, final double[] features) {
    final double[] hidden = mapped(head.hidden(), features);
    final double[] inputs = new double[features.length];
    Arrays.setAll(inputs, index -> features[index] + head.scale()[index] * gelu(hidden[index]) + head.shift()[index]);
    return mapped(head.output(), inputs);
  }

  private static double[] mapped(final Affine map, final double[] x) {
    final double[] result = new double[map.bias().length];
    for (int output = 0; output < result.length; output++) {
      result[output] = map.bias()[output];
      for (int input = 0; input < x.length; input++) {
        result[output] += map.weight().values()[output * x.length + input] * x[input];
      }
    }
    return result;
  }

  private static double[][] matrix(final FloatMatrix matrix) {
    return IntStream.range(0, matrix.rows()).mapToObj(row -> row(matrix, row)).toArray(double[][]::new);
  }

  private static double[] row(final FloatMatrix matrix, final int row) {
    return IntStream.range(0, matrix.columns()).mapToDouble(column -> matrix.values()[row * matrix.columns() + column]).toArray();
  }

  private static double[][] product(final double[][] a, final double[][] b) {
    final double[][] result = new double[a.length][b[0].length];
    for (int row = 0; row < a.length; row++) {
      for (int inner = 0; inner < b.length; inner++) {
        for (int column = 0; column < b[0].length; column++) {
          result[row][column] += a[row][inner] * b[inner][column];
        }
      }
    }
    return result;
  }

  private static double[][] transposed(final double[][] x) {
    final double[][] result = new double[x[0].length][x.length];
    for (int row = 0; row < x.length; row++) {
      for (int column = 0; column < x[0].length; column++) {
        result[column][row] = x[row][column];
      }
    }
    return result;
  }

  private static double[][] scaled(final double[][] x, final double factor) {
    return Arrays.stream(x).map(row -> Arrays.stream(row).map(number -> factor * number).toArray()).toArray(double[][]::new);
  }

  private static double[][] sum(final double[][] a, final double[][] b) {
    return IntStream.range(0, a.length)
        .mapToObj(row -> IntStream.range(0, a[row].length).mapToDouble(column -> a[row][column] + b[row][column]).toArray()).toArray(double[][]::new);
  }

  private static double[][] sum(final double[][] x, final float[] bias) {
    return IntStream.range(0, x.length).mapToObj(row -> Arrays.stream(x[row]).map(number -> number + bias[row]).toArray()).toArray(double[][]::new);
  }

  private static double[][] gelu(final double[][] x) {
    return Arrays.stream(x).map(row -> Arrays.stream(row).map(NaiveInception::gelu).toArray()).toArray(double[][]::new);
  }

  private static double gelu(final double x) {
    return x * BellCurve.shareBelow(x);
  }

  private static double sigmoid(final double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
