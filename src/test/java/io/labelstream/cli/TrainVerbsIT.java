package io.labelstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.cli.model.ModelCard;
import io.labelstream.cli.verb.ExitCode;
import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class TrainVerbsIT {
  @TempDir private Path folder;

  @Test
  void shouldTrainOnATopicOfLabelledRecords(final EmbeddedBroker broker) throws Exception {
    // Given
    final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int record = 0; record < 200; record++) {
      records.add(new ProducerRecord<>("train-labelled", ("{\"text\":\"" + (record % 2 == 0 ? "bread rice " : "wine water ") + record + "\",\"label\":\""
          + (record % 2 == 0 ? "food" : "drink") + "\"}").getBytes(StandardCharsets.UTF_8)));
    }
    records.add(new ProducerRecord<>("train-labelled", "{broken".getBytes(StandardCharsets.UTF_8)));
    final Topics topics = new Topics(broker.bootstrapServers());
    topics.create("train-labelled", 2, Map.of());
    topics.send(records);
    final Path model = folder.resolve("m.bin");

    // When
    final Cli.Result result = Cli.run("train", "--topic", "train-labelled", "-b", broker.bootstrapServers(), "--out", model.toString(),
        "--dimensions", "8", "--learning-rate", "0.5", "--hold-out", "0.2");

    // Then
    assertThat(result.status()).isZero();
    assertThat(result.errors()).anyMatch(line -> line.startsWith("labelstream: warning: 1 example of 'train-labelled' cannot be read and was left out; the first, partition "));
    assertThat(result.out()).contains("train-labelled, 200 texts, 2 labels", "accuracy 1.0000");
    assertThat(Files.readString(ModelCard.beside(model))).contains("| source | `train-labelled` |", "| empty, unreadable | 0, 1 |");
    assertThat(Cli.runWith("rice\nwater\n", "classify", "--model", model.toString()).out()).startsWith("__label__food ").contains("\n__label__drink ");
  }

  @Test
  void shouldNameATopicThatIsMissing(final EmbeddedBroker broker) {
    // When
    final Cli.Result result = Cli.run("train", "--topic", "train-none", "-b", broker.bootstrapServers(), "--out", folder.resolve("m.bin").toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.TOPIC_MISSING.code());
    assertThat(result.errors()).singleElement().asString().contains("topic 'train-none' does not exist");
  }

  @Test
  void shouldRefuseThePipelinesOwnOutputWhichHoldsNoText(final EmbeddedBroker broker) throws Exception {
    // Given
    final Topics topics = new Topics(broker.bootstrapServers());
    topics.create("train-output", 1, Map.of());
    topics.send(List.of(new ProducerRecord<>("train-output",
        "{\"slots\":[{\"slot\":\"s\",\"labels\":[]}],\"origin\":{\"topic\":\"t\",\"partition\":0,\"offset\":1}}".getBytes(StandardCharsets.UTF_8))));

    // When
    final Cli.Result result =
        Cli.run("train", "--topic", "train-output", "-b", broker.bootstrapServers(), "--out", folder.resolve("m.bin").toString());

    // Then
    assertThat(result.status()).isEqualTo(ExitCode.DATA_REFUSED.code());
    assertThat(result.errors()).singleElement().asString().contains("1 of 1 records of topic 'train-output' cannot be read", "has no string in field \"text\"");
  }
}
