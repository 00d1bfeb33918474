package io.labelstream.train.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.TextClassifier;
import io.labelstream.train.Compression;
import io.labelstream.train.CostFigure;
import io.labelstream.train.DivergedException;
import io.labelstream.train.FamilyHelp;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamilies;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.Speed;
import io.labelstream.train.fasttext.TrainingSettings;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  private static final Duration AMPLE = Duration.ofMinutes(5);
  private static final Goal ANY = new Goal.PrecisionFloor(0);

  @TempDir private Path folder;
  private final List<OperatingPoint> measured = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final List<Integer> timedAgain = new ArrayList<>();
  private final AtomicReference<Sweep> sweep = new AtomicReference<>();
  private Runnable afterEach = () -> { };
  private int timings;

  @Test
  void shouldTrainOnceForSettingsThatDifferOnlyInServing() throws Exception {
    // Given
    final SweptFamily family = new SweptFamily(List.of(1, 2), List.of(1, 2));

    // When
    final Swept swept = sweep(family, AMPLE, ANY);

    // Then
    assertThat(family.trained).extracting(settings -> settings.get(family.epochs)).containsExactly(1, 2);
    assertThat(swept.points()).extracting(point -> point.settings().get(family.epochs) + " " + point.settings().get(family.width))
        .containsExactly("1 1", "1 2", "2 1", "2 2");
    assertThat(family.written).extracting(settings -> settings.get(family.width)).containsExactly(1, 2, 1, 2);
    assertThat(swept.ending()).isEqualTo(Swept.Ending.COMPLETE);
  }

  @Test
  void shouldMeasureQualityTimeSizeAndWork() throws Exception {
    // When
    final Swept swept = sweep(new SweptFamily(List.of(20), List.of(1)), AMPLE, ANY);

    // Then
    final OperatingPoint point = swept.points().getFirst();
    assertThat(point.score()).isEqualTo(1).isEqualTo(point.rankings().getFirst().precision());
    assertThat(point.rankings()).hasSize(2).allSatisfy(ranking -> assertThat(ranking.psp()).isPresent());
    assertThat(point.speed().p50()).isEqualTo(Duration.ofNanos(1_002));
    assertThat(point.costs()).containsExactly(new CostFigure("labels asked for", 5));
    assertThat(swept.chosen().orElseThrow().point()).isEqualTo(point);
    assertThat(Files.size(swept.chosen().orElseThrow().file())).isEqualTo(point.bytes());
  }

  @Test
  void shouldTimeAgainAllModelsThatMayBeChosenAndKeepOnlyTheirFiles() throws Exception {
    // When
    final Swept swept = sweep(new SweptFamily(List.of(20, 1), List.of(1)), AMPLE, new Goal.PrecisionFloor(0.9));

    // Then
    assertThat(timedAgain).hasSize(1);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(timedAgain.getFirst()).contains(swept.chosen().orElseThrow().file());
    }
    assertThat(swept.chosen().orElseThrow().point().speed()).isNotEqualTo(measured.getFirst().speed());
    assertThat(swept.front()).contains(swept.chosen().orElseThrow().point());
  }

  @Test
  void shouldChooseNothingWhereNothingFits() throws Exception {
    // When
    final Swept swept = sweep(new SweptFamily(List.of(20), List.of(1)), AMPLE, new Goal.LatencyBudget(Duration.ofNanos(1)));

    // Then
    assertThat(swept.chosen()).isEmpty();
    assertThat(swept.front()).hasSize(1);
  }

  @Test
  void shouldEndWithTheModelsSoFarWhenItIsStopped() throws Exception {
    // Given
    afterEach = () -> sweep.get().stop();

    // When
    final Swept swept = sweep(new SweptFamily(List.of(20, 1), List.of(1, 2)), AMPLE, ANY);

    // Then
    assertThat(swept.points()).hasSize(1);
    assertThat(swept.ending()).isEqualTo(Swept.Ending.STOPPED);
    assertThat(swept.chosen().orElseThrow().file()).exists();
    assertThat(timedAgain).isEmpty();
  }

  @Test
  void shouldSayThatThereWasNoTimeForOneModel() {
    assertThatThrownBy(() -> sweep(new SweptFamily(List.of(50_000_000), List.of(1)), Duration.ofMillis(10), ANY))
        .isInstanceOf(TuningException.class).hasMessageContaining("after at most 10 ms");
  }

  @Test
  void shouldGoOnAfterATrainingThatDiverges() throws Exception {
    // When
    final Swept swept = sweep(new SweptFamily(List.of(SweptFamily.DIVERGING, 20), List.of(1, 2)), AMPLE, ANY);

    // Then
    assertThat(failures).containsExactly("diverged");
    assertThat(swept.points()).extracting(OperatingPoint::number).containsExactly(1, 2);
  }

  @Test
  void shouldSayWhyThereIsNoModel() {
    assertThatThrownBy(() -> sweep(new SweptFamily(List.of(SweptFamily.DIVERGING), List.of(1)), AMPLE, ANY))
        .isInstanceOf(TuningException.class).hasMessageEndingWith("the first: diverged");
  }

  private Swept sweep(final TrainableFamily family, final Duration time, final Goal goal) throws Exception {
    final SweepSettings settings = new SweepSettings(family, time, goal, Measure.PRECISION, 5, SweepGrid.of(family), Settings.usual().with(Settings.THREADS, 1));
    sweep.set(new Sweep(texts(60), texts(20), settings, folder, new SweepListener() {
      @Override
      public void begun(final int number, final int all, final Settings chosen) {
        // Only the ends of trials matter here.
      }

      @Override
      public void over(final OperatingPoint point) {
        measured.add(point);
        afterEach.run();
      }

      @Override
      public void failed(final Settings chosen, final String reason) {
        failures.add(reason);
      }

      @Override
      public void timing(final int models) {
        timedAgain.add(models);
      }
    }, (classifiers, _, _) -> classifiers.stream().map(_ -> nextSpeed()).toList()));
    return sweep.get().run();
  }

  /** Never the same, so that it can be seen which one counts, and never so different that one model is surely faster. */
  private Speed nextSpeed() {
    timings++;
    return new Speed(1e6 - timings, 1e8, Duration.ofNanos(1_000 + timings), Duration.ofNanos(1_100 + timings), Duration.ofNanos(1_200 + timings));
  }

  private static ExampleList texts(final int count) {
    final ExampleList texts = new ExampleList();
    for (int text = 0; text < count; text++) {
      texts.add(text % 3 > 0 ? "fine good nice" : "poor bad sad", text % 3 > 0 ? "good" : "bad");
    }
    return texts;
  }

  /** fastText with a width that matters only when a model serves. */
  private static final class SweptFamily implements TrainableFamily {
    static final int DIVERGING = 666;


    private final TrainableFamily real = TrainableFamilies.usual();
    private final Setting<Integer> epochs;
    private final Setting<Integer> width;
    private final List<Settings> trained = new ArrayList<>();
    private final List<Settings> written = new ArrayList<>();

    SweptFamily(final List<Integer> epochs, final List<Integer> widths) {
      this.epochs = Setting.of("rounds", Integer.class).usual(1).swept(epochs).build();
      this.width = Setting.of("width", Integer.class).usual(1).swept(widths).ofServing().build();
    }

    @Override
    public String name() {
      return real.name();
    }

    @Override
    public FamilyHelp help() {
      return real.help();
    }

    @Override
    public List<Setting<?>> settings() {
      return List.of(epochs, width);
    }

    @Override
    public List<CostFigure> costs(final ModelArtifact model, final TextClassifier classifier, final ExampleSource texts, final int top) {
      return List.of(new CostFigure("labels asked for", top));
    }

    @Override
    public TrainedModel train(final TrainingJob job) throws IOException, TrainingDataException, DivergedException, InterruptedException {
      trained.add(job.settings());
      if (job.settings().get(epochs) == DIVERGING) {
        throw new DivergedException("diverged");
      }
      final Settings settings = Settings.usual().with(TrainingSettings.EPOCHS, job.settings().get(epochs)).with(TrainingSettings.LEARNING_RATE, 0.5)
          .with(TrainingSettings.DIMENSIONS, 4).with(Settings.THREADS, 1);
      final TrainedModel model = real.train(new TrainingJob(job.texts(), job.validation(), settings, job.progress()));
      return new TrainedModel() {
        @Override
        public Outcome outcome() {
          return model.outcome();
        }

        @Override
        public long writeTo(final WritableByteChannel channel) throws IOException {
          return model.writeTo(channel);
        }

        @Override
        public long writeTo(final Settings serving, final WritableByteChannel channel) throws IOException {
          written.add(serving);
          return writeTo(channel);
        }

        @Override
        public void close() {
          model.close();
        }
      };
    }

    @Override
    public List<ModelForm> forms() {
      return real.forms();
    }

    @Override
    public Optional<Compression> compression() {
      return Optional.empty();
    }
  }
}
