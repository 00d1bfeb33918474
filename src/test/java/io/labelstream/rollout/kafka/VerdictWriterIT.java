package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.rollout.control.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class VerdictWriterIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void shouldWriteOnceWhatIsAskedForAgainWhileItIsOnItsWay(final EmbeddedBroker broker) throws Exception {
    // Given
    final RolloutTopic spec = RolloutTopic.control("models-of-a-verdict-writer");
    final Topics topics = new Topics(broker.bootstrapServers());
    final Verdict proved = new Verdict(Drafts.SLOT, 1, 0, "i1", new Verdict.Proved());
    final Verdict next = new Verdict(Drafts.SLOT, 2, 1, "i1", new Verdict.Proved());
    try (VerdictWriter writer = new VerdictWriter(Map.of("bootstrap.servers", broker.bootstrapServers()), spec.name())) {
      // When
      writer.write(proved);
      writer.write(proved);
      writer.write(proved);
      writer.write(next);
      topics.create(spec.name(), spec.partitions(), spec.settings());

      // Then
      assertThat(topics.read(spec.name(), 2, PATIENCE)).extracting(ConsumerRecord::key).map(key -> new String(key, StandardCharsets.UTF_8))
          .containsExactly(proved.key(), next.key());
    }
  }
}
