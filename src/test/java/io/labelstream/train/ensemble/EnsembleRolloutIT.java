package io.labelstream.train.ensemble;

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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class EnsembleRolloutIT {
  @TempDir private Path folder;

  @Test
  void shouldReplaceAnEnsembleByAnotherBesideAFastTextModel(final EmbeddedBroker broker) throws Exception {
    // Given
    final Path data = Files.writeString(folder.resolve("data.tsv"), Treatises.lines(0, 800));
    final Path others = Files.writeString(folder.resolve("others.tsv"), Treatises.lines(800, 1_000));
    final Path tree = trained("labeltree", data, "tree.safetensors");
    final Path beam = trained("labeltree", data, "beam.safetensors", "--search", "beam");
    final Path words = trained("fasttext", data, "words.bin", "--loss", "ova", "--epochs", "20", "--dimensions", "16", "--buckets", "1");
    final Path first = trained("ensemble", others, "first.safetensors", "--members", tree + "," + words);
    final Path second = trained("ensemble", others, "second.safetensors", "--members", tree + "," + words + "," + beam);

    // When
    final FamilyRollout.Outcome outcome =
        FamilyRollout.of(broker, "ensemble-rollout", first, second, List.of(Treatises.text(3), Treatises.text(17)));

    // Then
    assertThat(outcome.announced().status()).as(outcome.announced().err()).isZero();
    assertThat(outcome.announced().out()).contains("all proved here\n");
    assertThat(outcome.dead()).isZero();
    for (int record = 0; record < 2; record++) {
      final JsonNode topic = outcome.records().get(record).get(FamilyRollout.TOPIC);
      assertThat(StreamSupport.stream(topic.at("/labels").spliterator(), false).map(label -> label.at("/name").asText()))
          .containsAll(Treatises.labels(List.of(3, 17).get(record)));
      assertThat(topic.at("/model/version").asText()).isEqualTo("2");
      assertThat(topic.at("/model/sha256").asText()).isEqualTo(sha256(second));
      assertThat(outcome.records().get(record).get(FamilyRollout.LANGUAGE).at("/model/sha256").asText()).isEqualTo(sha256(Path.of("models/lid.176.ftz")));
    }
  }

  private Path trained(final String family, final Path data, final String name, final String... settings) {
    final Path model = folder.resolve(name);
    final List<String> words = new ArrayList<>(List.of("train", family, data.toString(), "--label-separator", ",", "--threads", "1", "--out", model.toString()));
    words.addAll(List.of(settings));
    final Cli.Result result = Cli.run(words.toArray(String[]::new));
    assertThat(result.status()).as(result.err()).isZero();
    return model;
  }

  private static String sha256(final Path file) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
