package io.labelstream.train.tune;

import static io.labelstream.train.fasttext.TrainingSettings.BUCKETS;
import static io.labelstream.train.fasttext.TrainingSettings.DIMENSIONS;
import static io.labelstream.train.fasttext.TrainingSettings.EPOCHS;
import static io.labelstream.train.fasttext.TrainingSettings.LEARNING_RATE;
import static io.labelstream.train.fasttext.TrainingSettings.SUBWORDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.Compression;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamilies;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.Evaluation;
import io.labelstream.train.evaluate.EvaluationSettings;
import io.labelstream.train.fasttext.FastTextForm;
import io.labelstream.train.fasttext.SubwordLengths;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TunerTest {
  private static final TrainableFamily FAMILY = TrainableFamilies.usual();
  /** So much that the load of the machine does not decide which settings there is time for: searches are stopped when they have found enough. */
  private static final Duration AMPLE = Duration.ofMinutes(5);
  private static final long LIMIT = 6 << 10;
  /** Learns nothing: with so low a rate, two labels stay where they were. */
  private static final Settings USELESS =
      Settings.usual().with(LEARNING_RATE, 1e-9).with(EPOCHS, 1).with(DIMENSIONS, 4).with(BUCKETS, 1 << 14).with(Settings.THREADS, 1).with(Settings.SEED, 1L);

  @TempDir private Path folder;

  @Test
  void shouldFindSettingsThatAreBetterThanTheFirst() throws Exception {
    // Given
    final List<Trial> trials = new ArrayList<>();
    final TuningSettings settings = new TuningSettings(FAMILY, AMPLE, Measure.PRECISION, USELESS, Optional.empty());
    // When
    final Tuned tuned = search(settings, texts(200, 2), trials, () -> measured(trials).anyMatch(model -> model.score() > 0.95));
    // Then
    final double first = ((Trial.Measured) tuned.trials().getFirst().result()).score();
    assertThat(tuned.trials()).isEqualTo(trials).hasSizeGreaterThan(1);
    assertThat(tuned.trials().getFirst().settings()).isEqualTo(USELESS);
    assertThat(first).isLessThan(0.8);
    assertThat(tuned.score()).isGreaterThan(0.95);
    assertThat(tuned.best().settings()).isNotEqualTo(USELESS);
  }

  @Test
  void shouldHandOverTheVeryFileThatWasMeasured() throws Exception {
    // Given
    final ExampleList held = texts(200, 2);
    final TuningSettings.SmallForm compression =
        new TuningSettings.SmallForm(FastTextForm.SAFETENSORS, Settings.usual().with(Compression.SIZE, LIMIT).with(Settings.THREADS, 1));
    final TuningSettings settings =
        new TuningSettings(FAMILY, AMPLE, Measure.F1, USELESS.with(LEARNING_RATE, 0.5).with(EPOCHS, 5), Optional.of(compression));
    final List<Trial> trials = new ArrayList<>();
    // When
    final Tuned tuned = search(settings, held, trials, () -> trials.size() >= 10 && measured(trials).findAny().isPresent());
    // Then
    assertThat(Files.size(tuned.file())).isEqualTo(tuned.bytes()).isLessThanOrEqualTo(LIMIT);
    try (TextClassifier classifier = ModelLoader.open(tuned.file())) {
      assertThat(Evaluation.of(classifier, held, EvaluationSettings.best()).macro().f1()).isEqualTo(tuned.score());
    }
  }

  @Test
  void shouldSayThatThereWasNoTimeForOneTrial() {
    // Given
    final TuningSettings settings =
        new TuningSettings(FAMILY, Duration.ofMillis(1), Measure.PRECISION, USELESS.with(EPOCHS, 1_000), Optional.empty());
    // Then
    assertThatThrownBy(() -> Tuner.of(texts(400, 1), texts(200, 2), settings, folder, trial -> {}).search())
        .isInstanceOf(TuningException.class)
        .hasMessageContaining("1 ms");
  }

  @Test
  @Timeout(300)
  void shouldGiveUpTheTrialThatIsUnderWayWhenTheTimeIsOver() throws Exception {
    // Given
    final List<Trial> trials = new ArrayList<>();
    final TuningSettings settings =
        new TuningSettings(FAMILY, Duration.ofSeconds(1), Measure.PRECISION, USELESS.with(EPOCHS, 50_000_000), Optional.empty());
    // Then
    assertThatThrownBy(() -> Tuner.of(texts(400, 1), texts(200, 2), settings, folder, trials::add).search()).isInstanceOf(TuningException.class);
    assertThat(trials).isEmpty();
  }

  @Test
  @Timeout(300)
  void shouldEndWithTheBestSoFarWhenItIsStopped() throws Exception {
    // Given
    final TuningSettings settings =
        new TuningSettings(FAMILY, Duration.ofHours(1), Measure.PRECISION, USELESS.with(LEARNING_RATE, 0.5).with(EPOCHS, 5), Optional.empty());
    final AtomicReference<Tuner> search = new AtomicReference<>();
    search.set(Tuner.of(texts(400, 1), texts(200, 2), settings, folder, trial -> search.get().stop()));
    // When
    final Tuned tuned = search.get().search();
    // Then
    assertThat(tuned.trials()).hasSize(1);
    assertThat(tuned.best().settings()).isEqualTo(settings.start());
    assertThat(tuned.file()).exists();
  }

  @Test
  void shouldGoOnToTheEndWhereNothingSeemsToFitInTheTimeLeft() throws Exception {
    // Given
    final Settings start = USELESS.with(LEARNING_RATE, 0.5);
    final TuningSettings settings = new TuningSettings(laborious(start), AMPLE, Measure.PRECISION, start, Optional.empty());
    final List<Trial> trials = new ArrayList<>();
    // When
    final Tuned tuned = search(settings, texts(200, 2), trials, () -> trials.size() == 3);
    // Then
    assertThat(tuned.trials()).hasSize(3);
  }

  @Test
  void shouldTryCharacterNgramsSecond() throws Exception {
    // Given
    final TuningSettings settings = new TuningSettings(FAMILY, AMPLE, Measure.PRECISION, USELESS.with(LEARNING_RATE, 0.5), Optional.empty());
    final List<Trial> trials = new ArrayList<>();
    // When
    final Tuned tuned = search(settings, texts(200, 2), trials, () -> trials.size() == 2);
    // Then
    assertThat(tuned.trials()).element(1).extracting(Trial::settings).isEqualTo(settings.start().with(SUBWORDS, new SubwordLengths(3, 5)));
    assertThat(tuned.trials()).allSatisfy(trial -> assertThat(trial.settings().get(Settings.SEED)).isEqualTo(1L));
  }

  @Test
  void shouldTakeTheSmallestOfModelsThatAreEquallyGood() throws Exception {
    // Given
    final List<Trial> trials = new ArrayList<>();
    final TuningSettings settings =
        new TuningSettings(FAMILY, AMPLE, Measure.PRECISION, USELESS.with(LEARNING_RATE, 0.5).with(EPOCHS, 20).with(DIMENSIONS, 90), Optional.empty());
    // When
    final Tuned tuned = search(settings, texts(200, 2), trials, () -> measured(trials).filter(model -> model.score() == 1).count() == 5);
    // Then
    assertThat(tuned.score()).isEqualTo(1);
    assertThat(measured(trials).filter(model -> model.score() == 1).mapToLong(Trial.Measured::bytes).min()).hasValue(tuned.bytes());
  }

  @Test
  void shouldGoOnAfterATrialThatDiverges() throws Exception {
    // Given
    final TuningSettings settings = new TuningSettings(FAMILY, AMPLE, Measure.PRECISION, USELESS.with(LEARNING_RATE, 1e30).with(EPOCHS, 3), Optional.empty());
    final List<Trial> trials = new ArrayList<>();
    // When
    final Tuned tuned = search(settings, texts(200, 2), trials, () -> measured(trials).anyMatch(model -> model.score() > 0.9));
    // Then
    assertThat(tuned.trials().getFirst().result()).isInstanceOf(Trial.Failed.class);
    assertThat(tuned.score()).isGreaterThan(0.9);
  }

  @Test
  void shouldRefuseTextsThatNobodyCanLearnFrom() {
    // Given
    final TuningSettings settings = new TuningSettings(FAMILY, AMPLE, Measure.PRECISION, USELESS, Optional.empty());
    // Then
    assertThatThrownBy(() -> Tuner.of(new ExampleList(), texts(10, 2), settings, folder, trial -> {}).search()).isInstanceOf(TrainingDataException.class);
  }

  /** Searches, with each trial in {@code trials}, until there is {@code enough}. */
  private Tuned search(final TuningSettings settings, final ExampleList held, final List<Trial> trials, final BooleanSupplier enough) throws Exception {
    final AtomicReference<Tuner> tuner = new AtomicReference<>();
    tuner.set(Tuner.of(texts(400, 1), held, settings, folder, trial -> {
      trials.add(trial);
      if (enough.getAsBoolean()) {
        tuner.get().stop();
      }
    }));
    return tuner.get().search();
  }

  /** The family, with an estimate by which all settings but {@code quick} need too long. */
  private static TrainableFamily laborious(final Settings quick) {
    return (TrainableFamily) Proxy.newProxyInstance(TunerTest.class.getClassLoader(), new Class<?>[] {TrainableFamily.class}, (_, method, arguments) -> {
      if (method.getName().equals("work")) {
        return arguments[0].equals(quick) ? 1.0 : 1e12;
      }
      try {
        return method.invoke(FAMILY, arguments);
      } catch (final InvocationTargetException failure) {
        throw failure.getCause();
      }
    });
  }

  private static Stream<Trial.Measured> measured(final List<Trial> trials) {
    return trials.stream().map(Trial::result).filter(Trial.Measured.class::isInstance).map(Trial.Measured.class::cast);
  }

  private static ExampleList texts(final int count, final long seed) {
    final Random random = new Random(seed);
    final ExampleList texts = new ExampleList();
    for (int text = 0; text < count; text++) {
      final boolean isGood = random.nextInt(3) > 0;
      texts.add((isGood ? "fine" : "poor") + random.nextInt(20) + " word" + random.nextInt(50) + " thing" + random.nextInt(50), isGood ? "good" : "bad");
    }
    return texts;
  }
}
