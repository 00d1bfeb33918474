package io.labelstream.train.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.FamilyRollout;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.golden.GoldenSamples;
import io.labelstream.golden.GoldenSamplesTest;
import io.labelstream.model.Metadata;
import io.labelstream.model.Predictions;
import io.labelstream.model.ScoredLabel;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.RandomInceptions;
import io.labelstream.model.inception.Shortlist.Ranking;
import io.labelstream.model.inception.file.InceptionFile;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.model.matrix.ProductRows;
import io.labelstream.model.matrix.file.Precision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class InceptionRolloutIT {
  private static final List<String> TEXTS = List.of("WA wb-wc", "we2 wf wa", "nothing that is known");

  @TempDir private Path folder;

  @Test
  void shouldLabelByANetworkThatWasAnnouncedLive(final EmbeddedBroker broker) throws Exception {
    // Given
    final Path first = written("first.safetensors", new RandomInceptions(1), Optional.empty());
    final Path second = written(
        "second.safetensors", new RandomInceptions(2).labels(40).shortlist(8, 3, Ranking.LABEL_AND_CLUSTER),
        Optional.of(new RandomInceptions(2).labels(40).codedLabels(4)));

    // When
    final FamilyRollout.Outcome outcome = FamilyRollout.of(broker, "inception-rollout", first, second, TEXTS);

    // Then
    assertThat(outcome.announced().status()).as(outcome.announced().err()).isZero();
    assertThat(outcome.announced().out()).contains("all proved here\n");
    assertThat(outcome.dead()).isZero();
    for (int text = 0; text < TEXTS.size(); text++) {
      final JsonNode topic = outcome.records().get(text).get(FamilyRollout.TOPIC);
      final List<ScoredLabel> expected = labels(second, TEXTS.get(text));
      assertThat(topic.at("/labels")).hasSize(Math.min(2, expected.size()));
      for (int rank = 0; rank < topic.at("/labels").size(); rank++) {
        assertThat(topic.at("/labels/" + rank + "/name").asText()).isEqualTo(expected.get(rank).label());
        assertThat(topic.at("/labels/" + rank + "/score").asDouble()).isCloseTo(expected.get(rank).score(), within(1e-6));
      }
    }
    assertThat(outcome.records().getFirst().get(FamilyRollout.TOPIC).at("/model/version").asText()).isEqualTo("2");
  }

  /** The file of a network with golden samples. */
  private Path written(final String name, final RandomInceptions random, final Optional<ProductRows> labelRows) throws Exception {
    final Path file = folder.resolve(name);
    final InceptionModel model = random.model();
    write(model, labelRows, Metadata.none(), file);
    final Metadata metadata;
    try (TextClassifier classifier = ModelLoader.open(file)) {
      final GoldenSamples samples = GoldenSamplesTest.madeBy(classifier, List.of("wa wd", "wc we wf"));
      metadata = Metadata.none().with(Metadata.GOLDEN_SAMPLES, new String(samples.write(), StandardCharsets.UTF_8));
    }
    write(model, labelRows, metadata, file);
    return file;
  }

  private static void write(
      final InceptionModel model, final Optional<ProductRows> labelRows, final Metadata metadata, final Path file)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
      InceptionFile.write(model, labelRows, metadata, Precision.INT8, channel);
    }
  }

  private static List<ScoredLabel> labels(final Path file, final String text) throws Exception {
    try (TextClassifier classifier = ModelLoader.open(file)) {
      final Predictions predictions = new Predictions(2, 0f);
      classifier.newSession().classify(text, predictions);
      return predictions.toList(classifier.labels());
    }
  }
}
