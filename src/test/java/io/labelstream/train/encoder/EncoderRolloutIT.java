package io.labelstream.train.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.FamilyRollout;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.model.Metadata;
import io.labelstream.model.encoder.TopicEncoder;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.encoder.file.Precision;
import java.io.IOException;
import java.nio.channels.FileChannel;
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

  private Path written(final String name, final Map<String, String> descriptions) throws IOException {
    final Path file = folder.resolve(name);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      EncoderFile.write(TopicEncoder.withLabels(new TreeMap<>(descriptions)), Metadata.none(), Precision.INT8, channel);
    }
    return file;
  }
}
