package io.labelstream.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.FastTextModelFile;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.ModelClosedException;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import io.labelstream.model.VersionId;
import io.labelstream.pipeline.config.SlotConfig;
import io.labelstream.rollout.FixedModels;
import io.labelstream.rollout.control.Sha256;
import io.labelstream.topology.internal.ModelSlot;
import io.labelstream.topology.internal.RolloutRules;
import io.labelstream.wire.JsonLabelEncoder;
import io.labelstream.wire.PlainTextDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "lid.176.ftz, lid.176",
    "my model (2).bin, my_model__2_",
    "_private, private",
    ".ftz, ftz",
    "日本.bin, model",
  })
  void shouldNameAModelAfterItsFileAsFarAsNamesAllow(final String file, final String name) throws Exception {
    // Given
    final Path model = Files.write(folder.resolve(file), new FastTextModelFile(1).bytes());

    // When
    try (ModelSlot slot = ModelSlot.open("slot", model)) {
      // Then
      final VersionId id = slot.models().plan().timeline().at(0).live().orElseThrow().id();
      assertThat(id.name()).isEqualTo(name);
      assertThat(id.version()).isEqualTo(id.sha256().substring(0, 12));
      assertThat(id.sha256()).isEqualTo(Sha256.of(model));
    }
  }

  @Test
  void shouldTakeNameAndVersionFromTheConfiguration() throws Exception {
    // Given
    final Path model = Files.write(folder.resolve("model.bin"), new FastTextModelFile(1).bytes());
    final SlotConfig config = new SlotConfig("slot", Optional.of(model), 3, 0.5f, VectorForm.NONE, Slot.ALL_DIMENSIONS, Optional.of("news"), Optional.of("7"),
        Optional.of(new SlotCondition("language", List.of("en"))));

    // When
    try (ModelSlot slot = config.slot(FixedModels.open("slot", config.base().orElseThrow(), ModelOptions.defaults()), RolloutRules.defaults())) {
      // Then
      final VersionId id = slot.models().plan().timeline().at(0).live().orElseThrow().id();
      assertThat(id.name()).isEqualTo("news");
      assertThat(id.version()).isEqualTo("7");
      assertThat(slot.top()).isEqualTo(3);
      assertThat(slot.condition()).isEqualTo(config.condition());
      assertThat(slot.withTop(1).withThreshold(0f).condition()).isEqualTo(config.condition());
    }
  }

  @Test
  void shouldFreeTheModelThatItOpened() throws Exception {
    // Given
    final ModelSlot slot = ModelSlot.open("slot", Files.write(folder.resolve("model.bin"), new FastTextModelFile(1).bytes()));
    final ClassifierSession session = ((FixedModels) slot.models()).classifier().newSession();

    // When
    slot.close();

    // Then
    assertThatThrownBy(() -> session.classify("alpha", new Predictions(1, 0f))).isInstanceOf(ModelClosedException.class);
  }

  @Test
  void shouldRefuseAConditionOnASlotThatDoesNotComeBefore() throws Exception {
    // Given
    try (Slot slot = Slot.open("slot", Files.write(folder.resolve("model.bin"), new FastTextModelFile(1).bytes()))) {
      final List<Slot> slots = List.of(slot.when(SlotCondition.parse("later=a")));

      // When / Then
      assertThatThrownBy(() -> Classification.of(slots, PlainTextDecoder::new, JsonLabelEncoder::new))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("slot slot depends on slot later");
    }
  }
}
