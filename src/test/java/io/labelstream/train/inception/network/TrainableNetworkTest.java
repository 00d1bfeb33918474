package io.labelstream.train.inception.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.Predictions;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.InceptionNetwork;
import io.labelstream.model.inception.InceptionSession;
import io.labelstream.model.inception.InceptionShape;
import io.labelstream.model.inception.InceptionWeights;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.inception.WordRules;
import io.labelstream.model.inception.WordRules.StopWords;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.train.Workers;
import io.labelstream.train.autograd.PyTorch;
import io.labelstream.train.cluster.LabelClusters;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.inception.network.NetworkSettings.EnhancementKind;
import io.labelstream.train.inception.text.EncodedTexts;
import io.labelstream.train.inception.text.TextCounts;
import io.labelstream.train.inception.text.TrainingTexts;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Skipped without the native library of PyTorch, which {@code ./labelstream} fetches when it is first needed. */
class TrainableNetworkTest {
  private static final int WORDS = 50;
  private static final int LABELS = 20;
  private static final int CLUSTERS = 4;
  private static final int KEPT = 2;
  private static final int TEXTS = 40;
  private static final int WIDTH = 72;
  private static final int STEPS = 30;
  private static final float RATE = 0.01f;

  @BeforeAll
  static void requirePyTorch() {
    try {
      PyTorch.require(1);
    } catch (final TrainingDataException missing) {
      abort(missing.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(EnhancementKind.class)
  void shouldComputeTheLogitsThatAreServed(final EnhancementKind enhancement) {
    // Given a network that has learned, so that nothing is as it started
    final SplittableRandom random = new SplittableRandom(7);
    final EncodedTexts texts = texts(random);
    final int[] all = IntStream.range(0, TEXTS).toArray();
    try (Workers workers = new Workers(2); TrainableNetwork network = network(enhancement, Optional.empty(), workers, random)) {
      final double[] losses = IntStream.range(0, STEPS).mapToDouble(step -> network.learn(texts, all, 1, RATE, random)).toArray();

      // When
      final float[][] logits = new float[TEXTS][];
      network.score(texts, all, (place, _, _, ofText) -> logits[place] = ofText);

      // Then
      final InceptionModel model = network.model(new WordRules(StopWords.KEPT), training(texts), Ranking.LABEL);
      assertThat(losses[STEPS - 1]).isLessThan(losses[0] / 2);
      model.encoder().enhancement().ifPresent(
          attentions -> assertThat(Math.min(Math.abs(attentions.wordFactor()), Math.abs(attentions.dimensionFactor()))).isGreaterThan(0.001f));
      served(model, texts, (text, predictions) -> {
        assertThat(predictions.count()).isEqualTo(LABELS);
        for (int rank = 0; rank < LABELS; rank++) {
          final double score = predictions.score(rank);
          assertThat(Math.log(score / (1 - score))).isCloseTo(logits[text][predictions.label(rank)], within(1e-4));
        }
      });
    }
  }

  @ParameterizedTest
  @EnumSource(Ranking.class)
  void shouldComputeTheShortlistsThatAreServed(final Ranking ranking) {
    // Given
    final SplittableRandom random = new SplittableRandom(7);
    final EncodedTexts texts = texts(random);
    final int[] all = IntStream.range(0, TEXTS).toArray();
    try (Workers workers = new Workers(2); TrainableNetwork network = shortlisting(0, workers, random)) {
      final double[] losses = IntStream.range(0, STEPS).mapToDouble(step -> network.learn(texts, all, 1, RATE, random)).toArray();

      // When
      final int[][] labels = new int[TEXTS][];
      final float[][] scores = new float[TEXTS][];
      network.score(texts, all, (place, rule, ofText, scoresOfText) -> {
        if (rule == ranking) {
          labels[place] = ofText;
          scores[place] = scoresOfText;
        }
      });

      // Then
      assertThat(losses[STEPS - 1]).isLessThan(losses[0] / 2);
      final InceptionModel model = network.model(new WordRules(StopWords.KEPT), training(texts), ranking);
      assertThat(model.shortlist().orElseThrow().kept()).isEqualTo(KEPT);
      served(model, texts, (text, predictions) -> {
        final double[] served = new double[LABELS];
        for (int rank = 0; rank < predictions.count(); rank++) {
          served[predictions.label(rank)] = predictions.score(rank);
        }
        assertThat(predictions.count()).isEqualTo(labels[text].length).isLessThan(LABELS);
        for (int index = 0; index < labels[text].length; index++) {
          final double score = ranking == Ranking.LABEL ? 1 / (1 + Math.exp(-scores[text][index])) : scores[text][index];
          assertThat(served[labels[text][index]]).isCloseTo(score, within(1e-4));
        }
      });
    }
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2, false"})
  void shouldFormFeaturesByTheClustersAloneInDetachedEpochs(final int epoch, final boolean areDetached) {
    // Given two networks that differ in the labels of texts, but not in their clusters
    final EncodedTexts texts = texts(new SplittableRandom(7));
    final EncodedTexts others = new EncodedTexts(
        texts.wordStarts(), texts.words(), texts.labelStarts(), Arrays.stream(texts.labels()).map(label -> (label + CLUSTERS) % LABELS).toArray());
    final List<float[]> embeddings = new ArrayList<>();

    // When
    for (final EncodedTexts each : List.of(texts, others)) {
      final SplittableRandom random = new SplittableRandom(8);
      try (Workers workers = new Workers(1); TrainableNetwork network = shortlisting(1, workers, random)) {
        network.learn(each, IntStream.range(0, TEXTS).toArray(), epoch, RATE, random);
        embeddings.add(network.model(new WordRules(StopWords.KEPT), training(texts), Ranking.LABEL).embeddings().values());
      }
    }

    // Then
    assertThat(Arrays.equals(embeddings.getFirst(), embeddings.getLast())).isEqualTo(areDetached);
  }

  /** Labels of the same cluster differ by a multiple of the number of clusters. */
  private static TrainableNetwork shortlisting(final int detachedEpochs, final Workers workers, final SplittableRandom random) {
    final LabelClusters clusters = new LabelClusters(IntStream.range(0, LABELS).map(label -> label % CLUSTERS).toArray(), CLUSTERS);
    return network(EnhancementKind.NONE, Optional.of(new ShortlistStart(clusters, new float[CLUSTERS], KEPT, detachedEpochs)), workers, random);
  }

  private static TrainableNetwork network(
      final EnhancementKind enhancement, final Optional<ShortlistStart> shortlist, final Workers workers, final SplittableRandom random) {
    final NetworkSettings settings = new NetworkSettings(new InceptionShape(WIDTH), enhancement, 0.1f, 0.1f, 0.1f, 0.01f);
    final FloatMatrix embeddings = new FloatMatrix(WORDS, WIDTH, StartWeights.uniform(WORDS * WIDTH, 0.5f, random));
    return new TrainableNetwork(settings, embeddings, new float[LABELS], shortlist, workers, random);
  }

  private static EncodedTexts texts(final SplittableRandom random) {
    final int[] starts = new int[TEXTS + 1];
    for (int text = 0; text < TEXTS; text++) {
      starts[text + 1] = starts[text] + random.nextInt(1, InceptionShape.SLOTS + 1);
    }
    return new EncodedTexts(starts, random.ints(starts[TEXTS], 0, WORDS).toArray(), IntStream.rangeClosed(0, TEXTS).toArray(),
        random.ints(TEXTS, 0, LABELS).toArray());
  }

  private static TrainingTexts training(final EncodedTexts texts) {
    return new TrainingTexts(names(WORDS), new int[WORDS], names(LABELS), new int[LABELS], texts, new TextCounts(0, 0, 0));
  }

  /** Names of letters alone, so that each is one word. */
  private static byte[][] names(final int count) {
    return IntStream.range(0, count).mapToObj(number -> new byte[] {(byte) ('a' + number / 26), (byte) ('a' + number % 26)}).toArray(byte[][]::new);
  }

  /** Takes what a text gets. */
  private interface Served {
    void accept(int text, Predictions predictions);
  }

  private static void served(final InceptionModel model, final EncodedTexts texts, final Served consumer) {
    try (Arena arena = Arena.ofConfined()) {
      final InceptionNetwork served = InceptionNetwork.open(
          model.words(), List.of(model.vocabulary()), InceptionWeights.of(model), PanelForm.AS_GIVEN, FileTables.copied(), arena);
      final InceptionSession session = served.newSession(new Lifetime(arena));
      final Predictions predictions = new Predictions(LABELS, 0);
      for (int text = 0; text < TEXTS; text++) {
        final byte[] words = Arrays.stream(texts.words(), texts.wordStarts()[text], texts.wordStarts()[text + 1])
            .mapToObj(word -> new String(model.vocabulary()[word], StandardCharsets.UTF_8)).collect(Collectors.joining(" ")).getBytes(StandardCharsets.UTF_8);
        session.classify(words, 0, words.length, predictions);
        consumer.accept(text, predictions);
      }
    }
  }
}
