package io.labelstream.train.labeltree;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.cli.Cli;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.FamilyRollout;
import io.labelstream.fixture.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class LabelTreeRolloutIT {
  private static final int LABELS = 40;
  private static final int TEXTS = 1000;

  @TempDir private Path folder;

  @Test
  void shouldLabelWithATreeThatWasAnnouncedLiveBesideAFastTextModel(final EmbeddedBroker broker) throws Exception {
    // Given
    final Path data = Files.writeString(folder.resolve("data.tsv"), IntStream.range(0, TEXTS).mapToObj(LabelTreeRolloutIT::line).collect(Collectors.joining()));
    final Path first = train(data, "first.safetensors", "--lambda", "0");
    final Path second = train(data, "second.safetensors", "--lambda", "0.5", "--trees", "2");

    // When
    final FamilyRollout.Outcome outcome = FamilyRollout.of(broker, "tree-rollout", first, second, List.of(text(3), text(17)));

    // Then
    assertThat(outcome.announced().status()).as(outcome.announced().err()).isZero();
    assertThat(outcome.announced().out()).contains("all proved here\n");
    assertThat(outcome.dead()).isZero();
    for (int record = 0; record < 2; record++) {
      final JsonNode topic = outcome.records().get(record).get(FamilyRollout.TOPIC);
      assertThat(StreamSupport.stream(topic.at("/labels").spliterator(), false).map(label -> label.at("/name").asText()))
          .containsAll(labels(List.of(3, 17).get(record)));
      assertThat(topic.at("/model/version").asText()).isEqualTo("2");
      assertThat(topic.at("/model/sha256").asText()).isEqualTo(sha256(second));
      assertThat(topic.at("/model/controlOffset").isIntegralNumber()).isTrue();
      assertThat(topic.at("/model/traffic").asText()).isEqualTo("live");
      final JsonNode language = outcome.records().get(record).get(FamilyRollout.LANGUAGE);
      assertThat(language.at("/labels")).isNotEmpty();
      assertThat(language.at("/model/sha256").asText()).isEqualTo(sha256(Path.of("models/lid.176.ftz")));
    }
  }

  private Path train(final Path data, final String name, final String... settings) {
    final Path model = folder.resolve(name);
    final List<String> words = new ArrayList<>(List.of("train", "labeltree", data.toString(), "--label-separator", ",", "--out", model.toString()));
    words.addAll(List.of(settings));
    final Cli.Result result = Cli.run(words.toArray(String[]::new));
    assertThat(result.status()).as(result.err()).isZero();
    return model;
  }

  private static String line(final int row) {
    return String.join(",", labels(row)) + "\t" + text(row) + "\n";
  }

  /** Two labels with spaces, of which one is that of the text's number. */
  private static List<String> labels(final int row) {
    return List.of("subject " + row % LABELS, "field " + row % LABELS / 10);
  }

  private static String text(final int row) {
    return "treatise" + row % LABELS + " in discipline" + row % LABELS / 10 + " volume " + row;
  }

  private static String sha256(final Path file) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
