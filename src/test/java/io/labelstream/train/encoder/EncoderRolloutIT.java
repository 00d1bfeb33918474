package io.labelstream.train.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.FamilyRollout;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.golden.GoldenSamplesTest;
import io.labelstream.model.Metadata;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.TopicEncoder;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.model.matrix.file.Precision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class EncoderRolloutIT {
  @TempDir private Path folder;

  @Test
  void shouldLabelByDescriptionsThatWereAnnouncedLive(final EmbeddedBroker broker) throws Exception {
    // Given
    final Path first = written("first.safetensors", Map.of("Sports", "sport and football", "Economy", "business and money"));
    final Path second = written("second.safetensors", Map.of("Play", "a football match", "Stars", "planet and telescope", "Funds", "bank, shares, market"));

    // When
    final FamilyRollout.Outcome outcome =
        FamilyRollout.of(broker, "encoder-rollout", first, second, List.of("The coach of the team", "Research: a new PLANET?", "of nothing that is known"));

    // Then
    assertThat(outcome.announced().status()).as(outcome.announced().err()).isZero();
    assertThat(outcome.announced().out()).contains("all proved here\n");
    assertThat(outcome.dead()).isZero();
    assertThat(best(outcome.records().get(0))).isEqualTo("Play");
    assertThat(best(outcome.records().get(1))).isEqualTo("Stars");
    final JsonNode topic = outcome.records().get(0).get(FamilyRollout.TOPIC);
    assertThat(topic.at("/labels")).hasSize(2);
    assertThat(topic.at("/labels/0/score").asDouble() + topic.at("/labels/1/score").asDouble()).isCloseTo(1, within(0.05));
    assertThat(topic.at("/model/version").asText()).isEqualTo("2");
    assertThat(topic.at("/model/traffic").asText()).isEqualTo("live");
  }

  private static String best(final Map<String, JsonNode> slots) {
    return slots.get(FamilyRollout.TOPIC).at("/labels/0/name").asText();
  }

  /** The file of an encoder with labels and golden samples. */
  private Path written(final String name, final Map<String, String> descriptions) throws Exception {
    final EncoderModel model = TopicEncoder.withLabels(new TreeMap<>(descriptions));
    final Path file = folder.resolve(name);
    write(model, Metadata.none(), file);
    final Metadata metadata;
    try (TextClassifier classifier = ModelLoader.open(file)) {
      final GoldenSamples samples = GoldenSamplesTest.madeBy(classifier, List.of("a match of football", "shares of a bank"));
      metadata = Metadata.none().with(Metadata.GOLDEN_SAMPLES, new String(samples.write(), StandardCharsets.UTF_8));
    }
    write(model, metadata, file);
    return file;
  }

  private static void write(final EncoderModel model, final Metadata metadata, final Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
      EncoderFile.write(model, metadata, Precision.INT8, channel);
    }
  }
}
