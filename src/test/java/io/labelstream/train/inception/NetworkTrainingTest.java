package io.labelstream.train.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.InceptionShape;
import io.labelstream.model.inception.Shortlist;
import io.labelstream.model.inception.WordRules;
import io.labelstream.model.inception.WordRules.StopWords;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Progress;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.autograd.PyTorch;
import io.labelstream.train.data.DataFiles;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.inception.network.NetworkSettings;
import io.labelstream.train.inception.network.NetworkSettings.EnhancementKind;
import io.labelstream.train.inception.shortlist.ShortlistSettings;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Skipped without the native library of PyTorch, which {@code ./labelstream} fetches when it is first needed. */
class NetworkTrainingTest {
  private static final List<String> THINGS = List.of("dog", "cat", "tree", "house");
  private static final List<String> COLOURS = List.of("red", "green", "blue", "black", "white");
  private static final int EPOCHS = 3;

  @TempDir
  private Path folder;
  private final List<String> told = new ArrayList<>();

  @BeforeAll
  static void requirePyTorch() {
    try {
      PyTorch.require(1);
    } catch (final TrainingDataException missing) {
      abort(missing.getMessage());
    }
  }

  @Test
  void shouldLearnWhatWordsMean() throws Exception {
    // When
    final TrainedNetwork trained = NetworkTraining.run(job(texts(8), new Told(told)), settings(8, 0.01));

    // Then
    assertThat(trained.measure().orElseThrow().precisions().first()).isGreaterThan(0.9);
    assertThat(trained.validationTexts()).isEqualTo(16);
    assertThat(trained.model().texts()).isEqualTo(160);
    assertThat(told).first().isEqualTo("160 texts with 9 labels and 9 words");
    assertThat(told).anyMatch(line -> line.matches("epoch 1: loss .*; on texts held out P@1 .*")).anyMatch(line -> line.startsWith("epoch 1 on all texts: loss"));
  }

  @Test
  void shouldLearnToListTheLabelsOfATextFirst() throws Exception {
    // When
    final TrainedNetwork trained = NetworkTraining.run(job(texts(8), new Told(told)), shortlisting(8, 0.01));

    // Then
    final Measure measure = trained.measure().orElseThrow();
    assertThat(measure.precisions().first()).isGreaterThan(0.9);
    assertThat(measure.recall()).isBetween(0.7, 1.0);
    assertThat(told).anyMatch(line -> line.matches("epoch 1: loss .*; on texts held out P@1 .*, shortlist recall \\d+\\.\\d %"));
    final Shortlist shortlist = trained.model().shortlist().orElseThrow();
    assertThat(shortlist.kept()).isEqualTo(2);
    assertThat(shortlist.ranking()).isEqualTo(measure.ranking());
    assertThat(shortlist.clusters().output().bias()).hasSize(4);
  }

  @Test
  void shouldGoOnWithAShortlistAfterAnInterruption() throws Exception {
    // Given
    final Path checkpoint = folder.resolve("m.safetensors.checkpoint");
    final TrainingSettings settings = shortlisting(EPOCHS, 0.003);
    assertThatThrownBy(() -> NetworkTraining.run(job(texts(2), new Interrupting("epoch 2: "), checkpoint), settings)).isInstanceOf(InterruptedException.class);

    // When
    final TrainedNetwork trained = NetworkTraining.run(job(texts(2), new Told(told), checkpoint), settings);

    // Then
    final TrainedNetwork uninterrupted = NetworkTraining.run(job(texts(2), Progress.NONE), settings);
    assertThat(weights(trained.model())).isEqualTo(weights(uninterrupted.model()));
    assertThat(trained.measure()).isEqualTo(uninterrupted.measure());
    assertThat(trained.model().shortlist().orElseThrow().ranking()).isEqualTo(uninterrupted.model().shortlist().orElseThrow().ranking());
  }

  @Test
  void shouldRefuseMoreClustersThanLabels() {
    // Given
    final TrainingSettings settings = settings(1, 0.01, Optional.of(new ShortlistSettings(10, 1000, 2, 0)));

    // When / Then
    assertThatThrownBy(() -> NetworkTraining.run(job(texts(2), Progress.NONE), settings)).isInstanceOf(TrainingDataException.class)
        .hasMessageStartingWith("'examples.txt' has 9 labels").hasMessageEndingWith("lower --shortlist, or raise --shortlist-head");
  }

  @Test
  void shouldTellTheTimeThatIsLeft() throws Exception {
    // Given
    final Told progress = new Told(told);

    // When
    NetworkTraining.run(job(texts(2), progress), settings(2, 0.01));

    // Then
    assertThat(progress.fractions).isNotEmpty().isSorted().allMatch(fraction -> fraction > 0 && fraction <= 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoch 2: ", "epoch 3: ", "epoch 1 on all texts: "})
  void shouldGoOnAfterAnInterruption(final String last) throws Exception {
    // Given
    final Path checkpoint = folder.resolve("m.safetensors.checkpoint");
    final TrainingSettings settings = settings(EPOCHS, 0.003);
    assertThatThrownBy(() -> NetworkTraining.run(job(texts(2), new Interrupting(last), checkpoint), settings)).isInstanceOf(InterruptedException.class);

    // When
    final InceptionModel model = NetworkTraining.run(job(texts(2), new Told(told), checkpoint), settings).model();

    // Then
    assertThat(told).anyMatch(line -> line.startsWith("going on after epoch"));
    assertThat(weights(model)).isEqualTo(weights(NetworkTraining.run(job(texts(2), Progress.NONE), settings).model()));
  }

  @Test
  void shouldRefuseACheckpointOfOtherTexts() throws Exception {
    // Given
    final Path checkpoint = interrupted();

    // When / Then
    assertThatThrownBy(() -> NetworkTraining.run(job(texts(3), Progress.NONE, checkpoint), settings(EPOCHS, 0.003)))
        .isInstanceOf(TrainingDataException.class).hasMessageContaining("on other texts or with other settings");
  }

  @Test
  void shouldRefuseACheckpointOfOtherSettings() throws Exception {
    // Given
    final Path checkpoint = interrupted();

    // When / Then
    assertThatThrownBy(() -> NetworkTraining.run(job(texts(2), Progress.NONE, checkpoint), settings(EPOCHS, 0.004)))
        .isInstanceOf(TrainingDataException.class).hasMessageContaining("on other texts or with other settings");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 44, 60, 5_000})
  void shouldRefuseACheckpointThatIsTruncated(final int length) throws Exception {
    // Given
    final Path checkpoint = interrupted();
    try (SeekableByteChannel channel = Files.newByteChannel(checkpoint, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }

    // When / Then
    assertThatThrownBy(() -> NetworkTraining.run(job(texts(2), Progress.NONE, checkpoint), settings(EPOCHS, 0.003)))
        .isInstanceOf(TrainingDataException.class).hasMessageContaining("delete it to start anew");
  }

  @Test
  void shouldRefuseACheckpointThatIsDamaged() throws Exception {
    // Given
    final Path checkpoint = interrupted();
    final byte[] bytes = Files.readAllBytes(checkpoint);
    bytes[bytes.length / 2] ^= 1;
    Files.write(checkpoint, bytes);

    // When / Then
    assertThatThrownBy(() -> NetworkTraining.run(job(texts(2), Progress.NONE, checkpoint), settings(EPOCHS, 0.003)))
        .isInstanceOf(TrainingDataException.class).hasMessageContaining("is damaged: delete it to start anew");
  }

  @Test
  void shouldRefuseACheckpointWithoutABestEpochToTrainAllTextsUpTo() throws Exception {
    // Given
    final Path checkpoint = interrupted();
    final byte[] bytes = Files.readAllBytes(checkpoint);
    final int stage = 40;
    final int best = 48;
    ByteBuffer.wrap(bytes).putInt(stage, 1).putInt(best, 0);
    Files.write(checkpoint, bytes);

    // When / Then
    assertThatThrownBy(() -> NetworkTraining.run(job(texts(2), Progress.NONE, checkpoint), settings(EPOCHS, 0.003)))
        .isInstanceOf(TrainingDataException.class).hasMessageContaining("is damaged: delete it to start anew");
  }

  @Test
  void shouldNameACheckpointThatCannotBeWritten() throws Exception {
    // Given
    final Path checkpoint = folder.resolve("m.safetensors.checkpoint");
    Files.createDirectory(folder.resolve("m.safetensors.checkpoint.part"));

    // When / Then
    assertThatThrownBy(() -> NetworkTraining.run(job(texts(2), Progress.NONE, checkpoint), settings(EPOCHS, 0.003)))
        .isInstanceOf(TrainingDataException.class).hasMessageStartingWith("'" + checkpoint + "' cannot be written: ");
  }

  @Test
  void shouldNameACheckpointThatCannotBeRead() throws Exception {
    // Given
    final Path checkpoint = Files.createDirectory(folder.resolve("m.safetensors.checkpoint"));

    // When / Then
    assertThatThrownBy(() -> NetworkTraining.run(job(texts(2), Progress.NONE, checkpoint), settings(EPOCHS, 0.003)))
        .isInstanceOf(TrainingDataException.class).hasMessageStartingWith("'" + checkpoint + "', from which an interrupted training would go on, cannot be read: ");
  }

  private Path interrupted() {
    final Path checkpoint = folder.resolve("m.safetensors.checkpoint");
    assertThatThrownBy(() -> NetworkTraining.run(job(texts(2), new Interrupting("epoch 1: "), checkpoint), settings(EPOCHS, 0.003)))
        .isInstanceOf(InterruptedException.class);
    return checkpoint;
  }

  @Test
  void shouldSayThatTrainingDiverged() {
    assertThatThrownBy(() -> NetworkTraining.run(job(texts(2), Progress.NONE), settings(EPOCHS, 1e30))).isInstanceOf(DivergedException.class)
        .hasMessageMatching("training diverged in epoch \\d: the loss is NaN, expected a finite number; lower --learning-rate from 1.0E30");
  }

  @Test
  void shouldRefuseASingleLabel() {
    assertThatThrownBy(() -> NetworkTraining.run(job(new ExampleList().add("one", "a").add("two", "a"), Progress.NONE), settings(1, 0.01)))
        .isInstanceOf(TrainingDataException.class).hasMessage("'examples.txt' has only one label that is learned, expected at least 2");
  }

  @Test
  void shouldLearnFromASingleText() throws Exception {
    // When
    final TrainedNetwork trained = NetworkTraining.run(job(new ExampleList().add("one", "a", "b"), Progress.NONE), settings(2, 0.01));

    // Then
    assertThat(trained.measure()).isEmpty();
    assertThat(trained.epochs()).isEqualTo(2);
  }

  @Test
  void shouldTellOfTextsThatAreCut() throws Exception {
    // Given
    final ExampleList texts = new ExampleList().add("one ".repeat(33), "a").add("two", "b").add("none").add("...", "b");

    // When
    NetworkTraining.run(job(texts, new Told(told)), settings(1, 0.01));

    // Then
    assertThat(told).first().isEqualTo(
        "2 texts with 2 labels and 2 words; 1 text without label left out; 1 text without known word left out; 1 text cut after 32 words");
  }

  /** Texts of a thing and a colour, so often each; both are labels. */
  private static ExampleList texts(final int times) {
    final ExampleList texts = new ExampleList();
    for (int time = 0; time < times; time++) {
      for (final String thing : THINGS) {
        for (final String colour : COLOURS) {
          texts.add(time % 2 == 0 ? colour + " " + thing : thing + " " + colour, "is a " + thing, "is " + colour);
        }
      }
    }
    return texts;
  }

  private static TrainingSettings settings(final int epochs, final double rate) {
    return settings(epochs, rate, Optional.empty());
  }

  private static TrainingSettings shortlisting(final int epochs, final double rate) {
    return settings(epochs, rate, Optional.of(new ShortlistSettings(4, 1000, 2, 1)));
  }

  private static TrainingSettings settings(final int epochs, final double rate, final Optional<ShortlistSettings> shortlist) {
    final NetworkSettings network = new NetworkSettings(new InceptionShape(InceptionShape.LEAST_WIDTH), EnhancementKind.TWO_ATTENTIONS, 0.1f, 0, 0.1f, 0);
    return new TrainingSettings(network, Optional.empty(), shortlist, new WordRules(StopWords.KEPT), 1, epochs, 8, rate, 0);
  }

  private static TrainingJob job(final ExampleSource texts, final Progress progress) {
    return new TrainingJob(texts, Optional.empty(), Settings.usual().with(Settings.THREADS, 1), progress);
  }

  private static TrainingJob job(final ExampleSource texts, final Progress progress, final Path checkpoint) {
    final TrainingJob job = job(texts, progress);
    return new TrainingJob(job.texts(), job.validation(), job.settings(), progress, DataFiles.with(DataOptions.usual()), Optional.of(checkpoint));
  }

  private static byte[] weights(final InceptionModel model) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelArrays.write(model, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static final class Told implements Progress {
    private final List<String> lines;
    private final List<Double> fractions = new ArrayList<>();

    Told(final List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void at(final State state) {
      fractions.add(state.fraction());
    }

    @Override
    public void over(final String step) {
      lines.add(step);
    }
  }

  /** Interrupts its thread after an epoch. */
  private record Interrupting(String last) implements Progress {
    @Override
    public void at(final State state) {
      // Only the ends of epochs count.
    }

    @Override
    public void over(final String step) {
      if (step.startsWith(last)) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
