package io.labelstream.train.fasttext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.ExampleList;
import io.labelstream.kernel.Floats;
import io.labelstream.model.fasttext.file.FastTextLoss;
import io.labelstream.model.fasttext.file.FastTextPruneIndex;
import io.labelstream.model.fasttext.file.FastTextVocabulary;
import io.labelstream.train.DivergedException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SgdTest {
  private static final int COLUMNS = 20;
  private static final int LABELS = 5;
  private static final long[] COUNTS = {40, 40, 40, 40, 40};

  private final Arena arena = Arena.ofShared();

  @AfterEach
  void free() {
    arena.close();
  }

  /** A corpus in memory with the matrices to train. */
  private record Trained(FeatureCorpus corpus, Weights input, Weights output) {}

  /** 200 texts of 5 labels: each has two words of its label and three of any. */
  private Trained separable() throws Exception {
    final Random random = new Random(7);
    final List<byte[]> words = new ArrayList<>();
    words.add("</s>".getBytes(StandardCharsets.US_ASCII));
    final ExampleList examples = new ExampleList();
    for (int word = 0; word < 50; word++) {
      words.add(("w" + word).getBytes(StandardCharsets.US_ASCII));
    }
    for (int example = 0; example < 200; example++) {
      final int label = example % LABELS;
      final StringBuilder text = new StringBuilder();
      for (int word = 0; word < 2; word++) {
        text.append(" w").append(label + LABELS * random.nextInt(4));
      }
      for (int word = 0; word < 3; word++) {
        text.append(" w").append(20 + random.nextInt(30));
      }
      examples.add(text.toString(), String.valueOf(label));
    }
    final List<byte[]> labels = Stream.of("0", "1", "2", "3", "4").map(name -> ("__label__" + name).getBytes(StandardCharsets.US_ASCII)).toList();
    final FastTextVocabulary vocabulary =
        FastTextVocabulary.of(words, new long[words.size()], labels, COUNTS, 1200, new FastTextPruneIndex.Complete());
    final FeatureCorpus corpus = FeatureCorpus.of(examples, new FeatureSpace(vocabulary, 2, 0, 0, 1000));
    final Weights input = Weights.zeros(corpus.rows(), COLUMNS, arena);
    input.randomise(1, RowMap.all(corpus.rows()));
    return new Trained(corpus, input, Weights.zeros(LABELS, COLUMNS, arena));
  }

  private static SgdResult run(final Trained trained, final FastTextLoss loss, final SgdSettings settings) throws Exception {
    return Sgd.run(trained.corpus(), trained.input(), trained.output(), LossFunction.of(loss, COUNTS, 3), settings, SgdProgress.NONE);
  }

  private static SgdSettings settings(final int epochs, final double rate, final int threads) {
    return new SgdSettings(epochs, rate, threads, 3, VisitOrder.SHUFFLED, SgdSettings.Update.BOTH);
  }

  @ParameterizedTest
  @EnumSource
  void shouldComeToTheSameWeightsWhetherTheyAreInArraysOrOutsideTheHeap(final FastTextLoss loss) throws Exception {
    // Given
    final Trained outside = separable();
    final Weights input = Weights.zerosInArray(outside.corpus().rows(), COLUMNS);
    input.randomise(1, RowMap.all(outside.corpus().rows()));
    final Trained inArrays = new Trained(outside.corpus(), input, Weights.zerosInArray(LABELS, COLUMNS));
    run(outside, loss, settings(5, 0.2, 1));
    // When
    run(inArrays, loss, settings(5, 0.2, 1));
    // Then
    assertThat(inArrays.input().segment().mismatch(outside.input().segment())).isEqualTo(-1);
    assertThat(inArrays.output().segment().mismatch(outside.output().segment())).isEqualTo(-1);
  }

  @Test
  void shouldRefuseMatricesOfDifferentKinds() throws Exception {
    // Given
    final Trained outside = separable();
    final Trained mixed = new Trained(outside.corpus(), outside.input(), Weights.zerosInArray(LABELS, COLUMNS));
    // When / Then
    assertThatThrownBy(() -> run(mixed, FastTextLoss.SOFTMAX, settings(1, 0.2, 1))).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLearnWhatCanBeSeparated(final FastTextLoss loss) throws Exception {
    // Given
    final Trained trained = separable();
    // When
    run(trained, loss, settings(30, 0.5, 2));
    // Then
    assertThat(right(trained, loss)).isGreaterThanOrEqualTo(198);
  }

  /** How many examples have their label as the likeliest one. */
  private static int right(final Trained trained, final FastTextLoss loss) {
    final FeatureCorpus corpus = trained.corpus();
    final LossFunction function = LossFunction.of(loss, COUNTS, 3);
    final int[] rows = new int[corpus.mostRows()];
    int right = 0;
    for (int example = 0; example < corpus.examples(); example++) {
      final int count = corpus.rows(example, rows);
      int best = 0;
      double bestScore = Double.NEGATIVE_INFINITY;
      for (int label = 0; label < LABELS; label++) {
        final double score = score(trained, function, loss, rows, count, label);
        best = score > bestScore ? label : best;
        bestScore = Math.max(score, bestScore);
      }
      right += best == corpus.label(example, 0) ? 1 : 0;
    }
    return right;
  }

  private static double score(
      final Trained trained, final LossFunction function, final FastTextLoss loss, final int[] rows, final int count, final int label) {
    if (loss != FastTextLoss.HIERARCHICAL_SOFTMAX) {
      return product(trained, rows, count, label);
    }
    final LossFunction.Targets path = new LossFunction.Targets(new int[function.mostRows()], new float[function.mostRows()]);
    final int length = function.targets(new int[] {label}, 1, 0, path);
    double score = 0;
    for (int step = 0; step < length; step++) {
      final double right = 1 / (1 + Math.exp(-product(trained, rows, count, path.rows()[step])));
      score += Math.log(path.wanted()[step] > 0 ? right : 1 - right);
    }
    return score;
  }

  private static double product(final Trained trained, final int[] rows, final int count, final int outputRow) {
    double sum = 0;
    for (int index = 0; index < count; index++) {
      for (int column = 0; column < COLUMNS; column++) {
        sum += trained.input().get(rows[index], column) * trained.output().get(outputRow, column);
      }
    }
    return sum / count;
  }

  @Test
  void shouldReportALossThatFalls() throws Exception {
    // Given
    final Trained once = separable();
    final Trained often = separable();
    final double first = run(once, FastTextLoss.SOFTMAX, settings(1, 0.5, 1)).loss();
    // When
    final SgdResult result = run(often, FastTextLoss.SOFTMAX, settings(30, 0.5, 1));
    // Then
    assertThat(first).isBetween(1.0, 1.7);
    assertThat(result.loss()).isLessThan(0.4);
    assertThat(result.epochs()).isEqualTo(30);
  }

  @ParameterizedTest
  @EnumSource
  void shouldComeToTheSameBitsWithOneThread(final FastTextLoss loss) throws Exception {
    // Given
    final Trained first = separable();
    final Trained second = separable();
    run(first, loss, settings(3, 0.5, 1));
    // When
    run(second, loss, settings(3, 0.5, 1));
    // Then
    assertThat(bits(second.input())).isEqualTo(bits(first.input()));
    assertThat(bits(second.output())).isEqualTo(bits(first.output()));
  }

  @Test
  void shouldComeToOtherWeightsWithAnotherSeed() throws Exception {
    // Given
    final Trained first = separable();
    final Trained second = separable();
    run(first, FastTextLoss.SOFTMAX, settings(3, 0.5, 1));
    // When
    run(second, FastTextLoss.SOFTMAX, new SgdSettings(3, 0.5, 1, 4, VisitOrder.SHUFFLED, SgdSettings.Update.BOTH));
    // Then
    assertThat(bits(second.output())).isNotEqualTo(bits(first.output()));
  }

  @Test
  void shouldLeaveTheInputAsItIsWhenOnlyTheOutputIsTrained() throws Exception {
    // Given
    final Trained trained = separable();
    run(trained, FastTextLoss.SOFTMAX, settings(30, 0.5, 1));
    final int[] input = bits(trained.input());
    trained.output().segment().fill((byte) 0);
    // When
    run(trained, FastTextLoss.SOFTMAX, new SgdSettings(10, 0.5, 2, 3, VisitOrder.SHUFFLED, SgdSettings.Update.OUTPUT_ONLY));
    // Then
    assertThat(bits(trained.input())).isEqualTo(input);
    assertThat(right(trained, FastTextLoss.SOFTMAX)).isGreaterThanOrEqualTo(198);
  }

  @Test
  void shouldLeavePaddingZero() throws Exception {
    // Given
    final Trained trained = separable();
    // When
    run(trained, FastTextLoss.ONE_VERSUS_ALL, settings(2, 0.5, 2));
    // Then
    final int[] bits = bits(trained.input());
    for (int at = 0; at < bits.length; at++) {
      assertThat(at % trained.input().stride() < COLUMNS || bits[at] == 0).isTrue();
    }
    assertThat(Floats.areFinite(trained.input().segment())).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void shouldNameTheLearningRateWhenWeightsAreNoNumbersAnyMore(final FastTextLoss loss) throws Exception {
    // Given
    final Trained trained = separable();
    // When / Then
    assertThatThrownBy(() -> run(trained, loss, settings(20, 1e30, 2)))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("the learning rate 1.00e+30 is too large, try 1.00e+29");
  }

  @Test
  void shouldReportWhereItIs() throws Exception {
    // Given
    final Trained trained = separable();
    final List<SgdProgress.State> states = new ArrayList<>();
    final LossFunction loss = LossFunction.of(FastTextLoss.SOFTMAX, COUNTS, 3);
    // When
    Sgd.run(trained.corpus(), trained.input(), trained.output(), loss, settings(4, 0.1, 1), states::add);
    // Then
    final SgdProgress.State last = states.getLast();
    assertThat(last.fraction()).isEqualTo(1);
    assertThat(last.epoch()).isEqualTo(4);
    assertThat(last.epochs()).isEqualTo(4);
    assertThat(last.learningRate()).isZero();
    assertThat(last.loss()).isBetween(0.1, 2.0);
    assertThat(last.tokensPerSecond()).isPositive();
    assertThat(last.remaining()).isZero();
  }

  @Test
  void shouldStopWhenInterrupted() throws Exception {
    // Given
    final Trained trained = separable();
    final CountDownLatch running = new CountDownLatch(1);
    final AtomicReference<Throwable> thrown = new AtomicReference<>();
    final LossFunction loss = LossFunction.of(FastTextLoss.SOFTMAX, COUNTS, 3);
    final Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    Sgd.run(
                        trained.corpus(), trained.input(), trained.output(), loss, settings(100_000_000, 0.1, 2), state -> running.countDown());
                  } catch (final DivergedException | InterruptedException e) {
                    thrown.set(e);
                  }
                });
    running.await();
    // When
    caller.interrupt();
    // Then
    caller.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void shouldPassByExamplesWithoutLabelsOrRows() throws Exception {
    // Given
    final ExampleList examples = new ExampleList().add("x").add("", "a").add("x", "unknown").add("y", "b");
    final FastTextVocabulary vocabulary =
        FastTextVocabulary.of(
            List.of("x".getBytes(StandardCharsets.US_ASCII)),
            new long[1],
            Stream.of("__label__a", "__label__b").map(name -> name.getBytes(StandardCharsets.US_ASCII)).toList(),
            new long[] {1, 1},
            4,
            new FastTextPruneIndex.Complete());
    final FeatureCorpus corpus = FeatureCorpus.of(examples, new FeatureSpace(vocabulary, 1, 0, 0, 0));
    final Weights output = Weights.zeros(2, 4, arena);
    final Weights input = Weights.zeros(1, 4, arena);
    final LossFunction loss = LossFunction.of(FastTextLoss.SOFTMAX, new long[] {1, 1}, 5);
    // When
    Sgd.run(corpus, input, output, loss, settings(3, 0.5, 1), SgdProgress.NONE);
    // Then
    assertThat(bits(output)).containsOnly(0);
    assertThat(corpus.examples()).isEqualTo(4);
    assertThat(corpus.labels(2)).isZero();
  }

  private static int[] bits(final Weights weights) {
    return weights.segment().toArray(ValueLayout.JAVA_INT);
  }
}
