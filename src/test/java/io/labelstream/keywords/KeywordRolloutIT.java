package io.labelstream.keywords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.cli.Cli;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.FamilyRollout;
import io.labelstream.fixture.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One package and two lines in service files are all that a family needs to be trained, made small, rolled out and served beside a fastText model. */
@ExtendWith(SharedBroker.class)
class KeywordRolloutIT {
  @TempDir private Path folder;

  @Test
  void shouldServeAModelOfAnotherFamilyThatWasTrainedCompressedAndAnnounced(final EmbeddedBroker broker) throws Exception {
    // Given
    final Path data = Files.writeString(folder.resolve("data.tsv"), Texts.lines(400));
    final Path first = folder.resolve("first.safetensors");
    final Path second = folder.resolve("second.safetensors");
    succeed("train", "keywords", data.toString(), "--out", first.toString(), "--hold-out", "0.2");
    succeed("compress", first.toString(), "--data", data.toString(), "--hold-out", "0.2", "--size", Long.toString(Files.size(first) - 50), "--out",
        second.toString());

    // When
    final FamilyRollout.Outcome outcome =
        FamilyRollout.of(broker, "keyword-rollout", first, second, List.of("food1 food2 food3", "drink1 drink2 drink3"));

    // Then
    assertThat(outcome.announced().status()).as(outcome.announced().err()).isZero();
    assertThat(outcome.announced().out()).contains("  golden samples  50, all proved here\n");
    assertThat(outcome.dead()).isZero();
    for (int record = 0; record < 2; record++) {
      final JsonNode topic = outcome.records().get(record).get(FamilyRollout.TOPIC);
      assertThat(topic.at("/model/name").asText()).isEqualTo("second");
      assertThat(topic.at("/model/version").asText()).isEqualTo("2");
      assertThat(topic.at("/labels/0/name").asText()).isEqualTo(List.of(Texts.FOOD, Texts.DRINK).get(record));
      assertThat(outcome.records().get(record).get(FamilyRollout.LANGUAGE).at("/labels")).isNotEmpty();
    }
  }

  private static void succeed(final String... words) {
    final Cli.Result result = Cli.run(words);
    assertThat(result.status()).as(result.err()).isZero();
  }
}
