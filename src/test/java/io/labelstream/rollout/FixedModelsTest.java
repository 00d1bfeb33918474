package io.labelstream.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.FirstByteClassifier;
import io.labelstream.model.ModelClosedException;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.VersionId;
import io.labelstream.rollout.control.TimeSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FixedModelsTest {
  private static final VersionId ID = new VersionId("first-byte", "1", "a".repeat(64));

  @Test
  void shouldHaveOneLiveVersionForRecordsOfAnyAge() throws Exception {
    // Given
    final TextClassifier classifier = new FirstByteClassifier();

    // When
    final FixedModels models = FixedModels.of("topic", ID, classifier);

    // Then
    final TimeSpan always = models.plan().timeline().at(0);
    assertThat(always).isEqualTo(new TimeSpan(Long.MIN_VALUE, Long.MAX_VALUE, Optional.of(models.entry()), Optional.empty(), Optional.empty()));
    assertThat(models.entry().id()).isEqualTo(ID);
    assertThat(models.plan().confirmedUntil()).isEqualTo(Long.MAX_VALUE);
    assertThat(models.awaitChange(models.plan(), Duration.ofMillis(1))).isSameAs(models.plan());
  }

  @Test
  void shouldKeepTheModelOpenWhoeverReleasesIt() {
    // Given
    final FixedModels models = FixedModels.of("topic", ID, new FirstByteClassifier());
    final Hold hold = ((Acquisition.Held) models.acquire(models.entry(), Duration.ZERO)).hold();
    final Predictions predictions = new Predictions(1, 0f);

    // When
    hold.release();

    // Then
    hold.classifier().newSession().classify("Text", predictions);
    assertThat(predictions.count()).isEqualTo(1);
  }

  @Test
  void shouldOpenAFileAndNameItsBytes() throws Exception {
    // When
    final FixedModels models = FixedModels.open("language", new BaseModel("lid", Optional.empty(), Path.of("models", "lid.176.ftz")), ModelOptions.defaults());

    // Then
    assertThat(models.entry().id().sha256()).startsWith(models.entry().id().version()).hasSize(64);
    assertThat(models.classifier().labels().size()).isEqualTo(176);
    assertThat(models.entry().announcement().artifact().bytes()).isEqualTo(938_013);
    models.close();
    assertThatThrownBy(() -> models.classifier().newSession()).isInstanceOf(ModelClosedException.class);
  }
}
