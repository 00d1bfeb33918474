package io.labelstream.train.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

/** Visits move the weights as the derivatives say, computed in doubles. */
class SgdStepPropertyTest {
  private static final int WORDS = 6;
  private static final double RATE = 0.3;
  private static final Offset<Double> TOLERANCE = Offset.offset(1e-5);

  @Property(tries = 150)
  void shouldStepDownTheSoftmaxLoss(
      @ForAll @IntRange(min = 1, max = 40) final int columns, @ForAll @IntRange(min = 2, max = 40) final int labels, @ForAll final long seed) throws Exception {
    steps(FastTextLoss.SOFTMAX, columns, labels, seed);
  }

  @Property(tries = 150)
  void shouldStepDownTheLossOfOneVersusAll(
      @ForAll @IntRange(min = 1, max = 40) final int columns, @ForAll @IntRange(min = 2, max = 40) final int labels, @ForAll final long seed) throws Exception {
    steps(FastTextLoss.ONE_VERSUS_ALL, columns, labels, seed);
  }

  /** With two labels the negative is the other one. */
  @Property(tries = 150)
  void shouldStepDownTheLossOfNegativeSampling(@ForAll @IntRange(min = 1, max = 40) final int columns, @ForAll final long seed) throws Exception {
    steps(FastTextLoss.NEGATIVE_SAMPLING, columns, 2, seed);
  }

  private static void steps(final FastTextLoss loss, final int columns, final int labels, final long seed) throws Exception {
    // Given
    final Random random = new Random(seed);
    final StringBuilder text = new StringBuilder();
    random.ints(9, 0, WORDS).forEach(word -> text.append(" w").append(word));
    final int label = random.nextInt(labels);
    try (Arena arena = Arena.ofShared();
        FeatureCorpus corpus = FeatureCorpus.of(new ExampleList().add(text.toString(), String.valueOf(label)), space(labels))) {
      final Weights input = Weights.zeros(corpus.rows(), columns, arena);
      input.randomise(seed, RowMap.all(corpus.rows()));
      final Weights output = Weights.zeros(labels, columns, arena);
      output.randomise(seed + 1, RowMap.all(labels));
      final double[][] expectedInput = doubles(input);
      final double[][] expectedOutput = doubles(output);
      naiveStep(loss, corpus, 0, RATE, expectedInput, expectedOutput);
      // When
      Sgd.run(
          corpus, input, output, LossFunction.of(loss, new long[labels], 1), new SgdSettings(1, RATE, 1, seed, VisitOrder.SHUFFLED, SgdSettings.Update.BOTH),
          SgdProgress.NONE);
      // Then
      close(doubles(input), expectedInput);
      close(doubles(output), expectedOutput);
    }
  }

  @Property(tries = 100)
  void shouldStepThroughTheExamplesInTheOrderGiven(
      @ForAll @IntRange(min = 1, max = 100) final int examples, @ForAll @IntRange(min = 1, max = 3) final int epochs, @ForAll final long seed)
      throws Exception {
    // Given
    final int labels = 4;
    final int columns = 10;
    final Random random = new Random(seed);
    final ExampleList list = new ExampleList();
    for (int example = 0; example < examples; example++) {
      final StringBuilder text = new StringBuilder();
      random.ints(1 + random.nextInt(5), 0, WORDS).forEach(word -> text.append(" w").append(word));
      list.add(text.toString(), String.valueOf(random.nextInt(labels)));
    }
    try (Arena arena = Arena.ofShared();
        FeatureCorpus corpus = FeatureCorpus.of(list, space(labels))) {
      final Weights input = Weights.zeros(corpus.rows(), columns, arena);
      input.randomise(seed, RowMap.all(corpus.rows()));
      final Weights output = Weights.zeros(labels, columns, arena);
      final double[][] expectedInput = doubles(input);
      final double[][] expectedOutput = doubles(output);
      long tokens = 0;
      for (int visit = 0; visit < epochs * examples; visit++) {
        final double rate = RATE * (1 - tokens / ((double) corpus.tokens() * epochs));
        naiveStep(FastTextLoss.SOFTMAX, corpus, visit % examples, rate, expectedInput, expectedOutput);
        tokens += corpus.tokens(visit % examples);
      }
      // When
      Sgd.run(
          corpus, input, output, LossFunction.of(FastTextLoss.SOFTMAX, new long[labels], 1),
          new SgdSettings(epochs, RATE, 1, seed, VisitOrder.GIVEN, SgdSettings.Update.BOTH), SgdProgress.NONE);
      // Then
      close(doubles(input), expectedInput);
      close(doubles(output), expectedOutput);
    }
  }

  private static FeatureSpace space(final int labels) {
    final List<byte[]> words = IntStream.range(0, WORDS).mapToObj(word -> ("w" + word).getBytes(StandardCharsets.US_ASCII)).toList();
    final List<byte[]> names = IntStream.range(0, labels).mapToObj(label -> ("__label__" + label).getBytes(StandardCharsets.US_ASCII)).toList();
    return new FeatureSpace(
        FastTextVocabulary.of(words, new long[WORDS], names, new long[labels], 9, new FastTextPruneIndex.Complete()), 2, 0, 0, 50);
  }

  private static void naiveStep(
      final FastTextLoss loss, final FeatureCorpus corpus, final int example, final double rate, final double[][] input, final double[][] output) {
    final int label = corpus.label(example, 0);
    final int[] rows = new int[corpus.mostRows()];
    final int count = corpus.rows(example, rows);
    final int columns = input[0].length;
    final double[] hidden = new double[columns];
    for (int index = 0; index < count; index++) {
      for (int column = 0; column < columns; column++) {
        hidden[column] += input[rows[index]][column] / count;
      }
    }
    final double[] probabilities = new double[output.length];
    double sum = 0;
    for (int row = 0; row < output.length; row++) {
      double product = 0;
      for (int column = 0; column < columns; column++) {
        product += output[row][column] * hidden[column];
      }
      probabilities[row] = loss == FastTextLoss.SOFTMAX ? Math.exp(product) : 1 / (1 + Math.exp(-product));
      sum += probabilities[row];
    }
    final double[] gradient = new double[columns];
    for (int row = 0; row < output.length; row++) {
      final double probability = loss == FastTextLoss.SOFTMAX ? probabilities[row] / sum : probabilities[row];
      final double step = rate * ((row == label ? 1 : 0) - probability);
      for (int column = 0; column < columns; column++) {
        gradient[column] += step * output[row][column];
        output[row][column] += step * hidden[column];
      }
    }
    for (int index = 0; index < count; index++) {
      for (int column = 0; column < columns; column++) {
        input[rows[index]][column] += gradient[column] / count;
      }
    }
  }

  private static double[][] doubles(final Weights weights) {
    final double[][] values = new double[weights.rows()][weights.columns()];
    for (int row = 0; row < weights.rows(); row++) {
      for (int column = 0; column < weights.columns(); column++) {
        values[row][column] = weights.get(row, column);
      }
    }
    return values;
  }

  private static void close(final double[][] actual, final double[][] expected) {
    for (int row = 0; row < expected.length; row++) {
      assertThat(actual[row]).containsExactly(expected[row], TOLERANCE);
    }
  }
}
