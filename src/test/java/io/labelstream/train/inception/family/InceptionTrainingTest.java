package io.labelstream.train.inception.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.labelstream.cli.Cli;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamilies;
import io.labelstream.train.autograd.PyTorch;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.inception.shortlist.ShortlistSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that train are skipped without the native library of PyTorch, which {@code ./labelstream} fetches when it is first needed. */
class InceptionTrainingTest {
  @TempDir
  private Path folder;

  @Test
  void shouldBeFoundByItsName() {
    assertThat(TrainableFamilies.find("inception")).containsInstanceOf(InceptionTraining.class);
  }

  @Test
  void shouldExpectTimeToGrowWithEpochsAndDimensions() {
    // Given
    final InceptionTraining family = new InceptionTraining();
    final Settings usual = Settings.usual();

    // When
    final double work = family.work(usual.with(InceptionSettings.EPOCHS, 24).with(InceptionSettings.DIMENSIONS, 256));

    // Then
    assertThat(work).isEqualTo(4 * family.work(usual));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 60, 130, 1028})
  void shouldRefuseDimensionsThatANetworkCannotHave(final int dimensions) {
    assertThatThrownBy(() -> Settings.usual().with(InceptionSettings.DIMENSIONS, dimensions)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the dimensions are " + dimensions + ", expected a multiple of 4 from 64 to 1024");
  }

  @Test
  void shouldKeepAllClustersWhenThereAreFewerThanUsual() {
    // When
    final Optional<ShortlistSettings> shortlist = ShortlistOptions.of(Settings.usual().with(ShortlistOptions.SHORTLIST, 50));

    // Then
    assertThat(shortlist).map(ShortlistSettings::kept).contains(50);
  }

  @Test
  void shouldTrainAModelThatClassifies() throws Exception {
    // Given
    requirePyTorch();
    final Path data = data();
    final Path model = folder.resolve("m.safetensors");

    // When
    final Cli.Result result = Cli.run("train", "inception", data.toString(), "--label-separator", ",", "--out", model.toString(), "--dimensions", "64",
        "--batch", "8", "--epochs", "12", "--learning-rate", "0.01", "--word-dropout", "0", "--dropout", "0", "--output-dropout", "0", "--threads", "1");

    // Then
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains(" epochs in ", "P@1 100.0 %");
    assertThat(Files.exists(folder.resolve("m.safetensors.checkpoint"))).isFalse();
    assertThat(Files.readString(folder.resolve("m.safetensors.card.md"))).contains("| kept epoch | ", "| when the epoch was chosen | P@1 100.0 %");
    assertThat(Cli.runWith("blue dog\n", "classify", "--model", model.toString(), "--top", "2").out()).matches("(a-dog|is-blue) 0\\.[89]\\d+ (a-dog|is-blue) 0\\.[89]\\d+\n");
  }

  @Test
  void shouldTrainAModelWithAShortlistAndMeasureItsRecall() throws Exception {
    // Given
    requirePyTorch();
    final Path data = data();
    final Path model = folder.resolve("m.safetensors");
    final Cli.Result trained = Cli.run("train", "inception", data.toString(), "--label-separator", ",", "--out", model.toString(), "--dimensions", "64",
        "--batch", "8", "--epochs", "8", "--learning-rate", "0.01", "--word-dropout", "0", "--dropout", "0", "--output-dropout", "0", "--threads", "1",
        "--shortlist", "3", "--shortlist-kept", "2", "--shortlist-detached", "1", "--shortlist-served", "3");
    assertThat(trained.status()).as(trained.err()).isZero();

    // When
    final Cli.Result result = Cli.run("evaluate", model.toString(), data.toString(), "--label-separator", ",");

    // Then
    assertThat(Files.readString(folder.resolve("m.safetensors.card.md"))).contains("| shortlist recall on texts held out | ");
    assertThat(result.out()).containsPattern("shortlist +100.0 % of 180 labels of texts are in it, which has 6 labels");
    assertThat(Cli.run("inspect", model.toString()).out()).contains("the labels of 3 of 3 clusters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shortlist-kept", "shortlist-served"})
  void shouldRefuseToKeepMoreClustersThanThereAre(final String option) throws Exception {
    // When
    final Cli.Result result = Cli.run("train", "inception", data().toString(), "--label-separator", ",", "--out", folder.resolve("m.safetensors").toString(),
        "--shortlist", "3", "--" + option, "4", option.equals("shortlist-kept") ? "--shortlist-served" : "--shortlist-kept", "3");

    // Then
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("--" + option + " is 4, expected at most 3, the clusters of --shortlist");
  }

  private static void requirePyTorch() {
    try {
      PyTorch.require(1);
    } catch (final TrainingDataException missing) {
      abort(missing.getMessage());
    }
  }

  private Path data() throws IOException {
    final StringBuilder lines = new StringBuilder();
    for (int number = 0; number < 10; number++) {
      for (final String thing : new String[] {"dog", "cat", "tree"}) {
        for (final String colour : new String[] {"red", "green", "blue"}) {
          lines.append("a-").append(thing).append(",is-").append(colour).append('\t')
              .append(number % 2 == 0 ? colour + " " + thing : thing + " " + colour).append('\n');
        }
      }
    }
    return Files.writeString(folder.resolve("data.tsv"), lines);
  }
}
