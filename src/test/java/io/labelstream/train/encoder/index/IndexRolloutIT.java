package io.labelstream.train.encoder.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.cli.Cli;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.FamilyRollout;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.model.Metadata;
import io.labelstream.model.encoder.TopicEncoder;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.matrix.file.Precision;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class IndexRolloutIT {
  @TempDir private Path folder;

  @Test
  void shouldFindTheDocumentsOfAnIndexThatWasAnnouncedLive(final EmbeddedBroker broker) throws Exception {
    // Given
    final Path first = index("first", "exact", "old-1\ta football match\nold-2\tbank and money\n");
    final Path second = index("second", "graph", "new-1\tprofit of the bank\nnew-2\ta telescope\nnew-3\tcoach of the team\nnew-4\ta cell\n");

    // When
    final FamilyRollout.Outcome outcome = FamilyRollout.of(
        broker, "index-rollout", first, second, List.of("a goal of the team", "shares on the market", "of nothing that is known"));

    // Then
    assertThat(outcome.announced().status()).as(outcome.announced().err()).isZero();
    assertThat(outcome.announced().out()).contains("all proved here\n");
    assertThat(outcome.dead()).isZero();
    final JsonNode sport = outcome.records().get(0).get(FamilyRollout.TOPIC);
    assertThat(sport.at("/model/version").asText()).isEqualTo("2");
    assertThat(sport.at("/labels/0/name").asText()).isEqualTo("new-3");
    assertThat(sport.at("/labels/0/score").asDouble()).isBetween(0.8, 1.0);
    assertThat(outcome.records().get(1).get(FamilyRollout.TOPIC).at("/labels/0/name").asText()).isEqualTo("new-1");
    assertThat(outcome.records().get(2).get(FamilyRollout.TOPIC).at("/labels")).isEmpty();
  }

  /** An index with golden samples beside it. */
  private Path index(final String name, final String search, final String documents) throws Exception {
    final Path encoder = folder.resolve("encoder.safetensors");
    try (FileChannel channel = FileChannel.open(encoder, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      EncoderFile.write(TopicEncoder.model(), Metadata.none(), Precision.INT8, channel);
    }
    final Path index = folder.resolve(name + ".safetensors");
    final Path texts = Files.writeString(folder.resolve(name + ".tsv"), documents);
    final Cli.Result made = Cli.run("index", texts.toString(), "--model", encoder.toString(), "--out", index.toString(), "--search", search);
    assertThat(made.status()).as(made.err()).isZero();
    return index;
  }
}
