package io.labelstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.fixture.CompactModels;
import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.golden.GoldenSamplesTest;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.rollout.ModelVerification.Outcome;
import io.labelstream.rollout.StatusSink.StepTime;
import io.labelstream.rollout.control.Lead;
import io.labelstream.rollout.control.RejectionCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelVerificationTest {
  private static final Path MODEL = Path.of("models", "lid.176.ftz");

  @TempDir private Path folder;

  private RolloutSettings settings(final long maxModelBytes, final long memoryBytes) {
    return new RolloutSettings(
        Lead.of(Duration.ofSeconds(30)), ModelOptions.defaults(), maxModelBytes, memoryBytes, MemoryPolicy.AVAILABILITY, Duration.ofSeconds(20), Duration.ZERO, folder);
  }

  private Outcome verify(final Path model, final Optional<Path> samples) throws InterruptedException {
    return ModelVerification.verify(model, samples, settings(1 << 20, 1 << 30));
  }

  @Test
  void shouldTellWhatAnInstanceWouldFind() throws Exception {
    // Given
    final Path samples = folder.resolve("samples");
    try (TextClassifier classifier = ModelLoader.open(MODEL)) {
      Files.write(samples, GoldenSamplesTest.madeBy(classifier, List.of("a text", "ein Text")).write());
    }

    // When
    final Outcome outcome = verify(MODEL, Optional.of(samples));

    // Then
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Verified.class, verified -> {
      assertThat(verified.description().labels()).isEqualTo(176);
      assertThat(verified.sha256()).isEqualTo(RolloutFixture.reference(MODEL).sha256());
      assertThat(verified.memory().residentBytes()).isPositive();
      assertThat(verified.samples()).isEqualTo(OptionalInt.of(2));
      assertThat(verified.steps()).extracting(StepTime::step).containsExactly(ModelState.FETCHED, ModelState.MAPPED, ModelState.PROVED);
    });
    assertThat(RolloutFixture.list(folder)).containsExactly(samples);
  }

  @Test
  void shouldDoWithoutSamples() throws Exception {
    assertThat(verify(MODEL, Optional.empty()))
        .isInstanceOfSatisfying(Outcome.Verified.class, verified -> assertThat(verified.samples()).isEqualTo(OptionalInt.empty()));
  }

  @Test
  void shouldRefuseSamplesOfAnotherModel() throws Exception {
    final Path samples = Files.writeString(folder.resolve("samples"), "{\"text\":\"a text\",\"labels\":[{\"name\":\"nonsense\",\"score\":0.9}]}");

    assertRefused(verify(MODEL, Optional.of(samples)), RejectionCode.SAMPLES_DIFFER);
  }

  @Test
  void shouldRefuseSamplesThatAreNone() throws Exception {
    assertRefused(verify(MODEL, Optional.of(MODEL)), RejectionCode.SAMPLES_UNREADABLE);
  }

  @Test
  void shouldProveAModelWithTheSamplesInsideIt() throws Exception {
    // Given
    final GoldenSamples samples;
    try (TextClassifier classifier = ModelLoader.open(compact("nonsense"))) {
      samples = GoldenSamplesTest.madeBy(classifier, List.of("alpha"));
    }

    // When
    final Outcome outcome = verify(compact(new String(samples.write(), StandardCharsets.UTF_8)), Optional.empty());

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(Outcome.Verified.class, verified -> {
          assertThat(verified.samples()).isEqualTo(OptionalInt.of(1));
          assertThat(verified.description().family()).isEqualTo("fasttext");
        });
  }

  @Test
  void shouldRefuseAModelThatDiffersFromTheSamplesInsideIt() throws Exception {
    assertRefused(verify(compact("{\"text\":\"alpha\",\"labels\":[{\"name\":\"nonsense\",\"score\":0.9}]}"), Optional.empty()), RejectionCode.SAMPLES_DIFFER);
  }

  @Test
  void shouldRefuseAModelWithSomethingElseThanSamplesInsideIt() throws Exception {
    assertRefused(verify(compact("nonsense"), Optional.empty()), RejectionCode.SAMPLES_UNREADABLE);
  }

  @Test
  void shouldPreferSamplesThatAreNamedToThoseInsideTheModel() throws Exception {
    // Given
    final Path model = compact("nonsense");
    final Path samples = folder.resolve("samples");
    try (TextClassifier classifier = ModelLoader.open(model)) {
      Files.write(samples, GoldenSamplesTest.madeBy(classifier, List.of("alpha", "beta", "gamma")).write());
    }

    // When
    final Outcome outcome = verify(model, Optional.of(samples));

    // Then
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Verified.class, verified -> assertThat(verified.samples()).isEqualTo(OptionalInt.of(3)));
  }

  @Test
  void shouldRefuseAFileThatIsNoModel() throws Exception {
    assertRefused(verify(Path.of("models", "lid.176.LICENSE.md"), Optional.empty()), RejectionCode.MODEL_REFUSED);
  }

  @Test
  void shouldRefuseAMissingFile() throws Exception {
    assertRefused(verify(folder.resolve("missing"), Optional.empty()), RejectionCode.LOCATION_UNREADABLE);
  }

  @Test
  void shouldRefuseAFileThatIsTooLarge() throws Exception {
    assertRefused(ModelVerification.verify(MODEL, Optional.empty(), settings(938_012, 1 << 30)), RejectionCode.TOO_LARGE);
  }

  @Test
  void shouldRefuseAModelThatNeedsMoreMemoryThanThereIs() throws Exception {
    assertRefused(ModelVerification.verify(MODEL, Optional.empty(), settings(1 << 20, 100_000)), RejectionCode.OVER_BUDGET);
  }

  private Path compact(final String samples) throws Exception {
    final byte[] model = CompactModels.of(new FastTextModelFile(1).bytes(), Metadata.none().with(Metadata.GOLDEN_SAMPLES, samples));
    return Files.write(folder.resolve("model.safetensors"), model);
  }

  private static void assertRefused(final Outcome outcome, final RejectionCode code) {
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.rejection().code()).isEqualTo(code));
  }
}
