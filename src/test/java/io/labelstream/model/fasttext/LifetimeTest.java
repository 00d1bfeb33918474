package io.labelstream.model.fasttext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Labels;
import io.labelstream.model.ModelClosedException;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class LifetimeTest {
  private static final int ROUNDS = 300;
  private static final int THREADS = 3;

  @TempDir private Path folder;

  @Test
  void shouldRefuseSessionsAndTextsAfterClose() throws Exception {
    // Given
    final TextClassifier classifier = open();
    final ClassifierSession session = classifier.newSession();
    final Predictions predictions = new Predictions(1, 0f);
    session.classify("alpha", predictions);
    // When
    classifier.close();
    classifier.close();
    // Then
    assertThatThrownBy(() -> session.classify("alpha", predictions)).isInstanceOf(ModelClosedException.class);
    assertThatThrownBy(classifier::newSession).isInstanceOf(ModelClosedException.class);
    assertThat(predictions.count()).isZero();
  }

  @Test
  void shouldRefuseSharedTextsAfterCloseAndLeaveThemToOthers() throws Exception {
    // Given
    final TextClassifier closed = open();
    final ClassifierSession closedSession = closed.newSession();
    final Predictions predictions = new Predictions(1, 0f);
    final Predictions expected = new Predictions(1, 0f);
    final SharedText shared = new SharedText();
    try (TextClassifier other = open()) {
      other.newSession().classify("alpha beta unknown", expected);
      shared.set("alpha beta unknown");
      closedSession.classify(shared, predictions);
      // When
      closed.close();
      // Then
      assertThatThrownBy(() -> closedSession.classify(shared, predictions)).isInstanceOf(ModelClosedException.class);
      assertThat(predictions.count()).isZero();
      other.newSession().classify(shared, predictions);
      assertThat(predictions.toList(other.labels())).isEqualTo(expected.toList(other.labels()));
    }
  }

  @Test
  void shouldRefuseLabelsAfterCloseAndStillDescribeTheModel() throws Exception {
    // Given
    final TextClassifier classifier = open();
    final Labels labels = classifier.labels();
    // When
    classifier.close();
    // Then
    assertThatThrownBy(() -> labels.text(0)).isInstanceOf(ModelClosedException.class);
    assertThat(labels.size()).isEqualTo(classifier.description().labels());
    assertThat(classifier.memory().parts()).isNotEmpty();
  }

  @Test
  void shouldCloseWhileOtherThreadsClassify() throws Exception {
    // Given
    final byte[] text = "alpha beta some words that are unknown gamma".repeat(20).getBytes(StandardCharsets.UTF_8);
    final Path file = model().write(folder);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int round = 0; round < ROUNDS; round++) {
        final TextClassifier classifier = ModelLoader.open(file);
        final CountDownLatch started = new CountDownLatch(THREADS);
        final List<Future<Integer>> ended = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          ended.add(threads.submit(() -> classifyUntilClosed(classifier, text, started)));
        }
        started.await();
        // When
        classifier.close();
        // Then
        for (final Future<Integer> thread : ended) {
          assertThat(thread.get(5, TimeUnit.MINUTES)).isPositive();
        }
      }
    }
  }

  private static int classifyUntilClosed(final TextClassifier classifier, final byte[] text, final CountDownLatch started) {
    final Predictions expected = new Predictions(1, 0f);
    final Predictions predictions = new Predictions(1, 0f);
    final ClassifierSession session = classifier.newSession();
    session.classify(text, 0, text.length, expected);
    started.countDown();
    for (int count = 1; ; count++) {
      try {
        session.classify(text, 0, text.length, predictions);
      } catch (final ModelClosedException e) {
        return count;
      }
      if (predictions.label(0) != expected.label(0) || predictions.score(0) != expected.score(0)) {
        throw new AssertionError("label " + predictions.label(0) + " with " + predictions.score(0));
      }
    }
  }

  @Test
  void shouldGiveTheSameScoresToAllThreads() throws Exception {
    // Given
    final List<byte[]> texts = new ArrayList<>();
    final RandomModels models = new RandomModels(new Random(7));
    for (int text = 0; text < 100; text++) {
      texts.add(models.text());
    }
    try (TextClassifier classifier = ModelLoader.open(models.model(FastTextModelFile.SOFTMAX).write(folder));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      final List<List<Float>> alone = scores(classifier, texts);
      final List<Future<List<List<Float>>>> together = new ArrayList<>();
      // When
      for (int thread = 0; thread < THREADS; thread++) {
        together.add(threads.submit(() -> scores(classifier, texts)));
      }
      // Then
      for (final Future<List<List<Float>>> thread : together) {
        assertThat(thread.get()).isEqualTo(alone);
      }
    }
  }

  private static List<List<Float>> scores(final TextClassifier classifier, final List<byte[]> texts) {
    final ClassifierSession session = classifier.newSession();
    final Predictions predictions = new Predictions(3, 0f);
    final List<List<Float>> scores = new ArrayList<>();
    for (final byte[] text : texts) {
      session.classify(text, 0, text.length, predictions);
      final List<Float> own = new ArrayList<>();
      for (int rank = 0; rank < predictions.count(); rank++) {
        own.add(predictions.score(rank));
      }
      scores.add(own);
    }
    return scores;
  }

  @Test
  void shouldCloseWithManySessionsThatNobodyHolds() throws Exception {
    // Given
    final TextClassifier classifier = open();
    final Predictions predictions = new Predictions(1, 0f);
    for (int session = 0; session < 2000; session++) {
      classifier.newSession().classify("alpha", predictions);
    }
    System.gc();
    // When
    classifier.close();
    // Then
    assertThatThrownBy(classifier::newSession).isInstanceOf(ModelClosedException.class);
  }

  private static FastTextModelFile model() {
    return new FastTextModelFile(1).wordNgrams(2).buckets(1000).subwords(2, 4);
  }

  private TextClassifier open() throws Exception {
    return ModelLoader.open(model().write(folder));
  }
}
