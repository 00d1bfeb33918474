package io.labelstream.rollout.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.Deadline;
import io.labelstream.fixture.SharedBroker;
import io.labelstream.fixture.Topics;
import io.labelstream.rollout.kafka.FleetView.ConfigDiffers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class FleetWatchIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LEAD = Duration.ofSeconds(12);
  private static final SharedConfig OURS = config(LEAD);

  @Test
  void shouldStopNobodyWhileTheTopicCannotBeReadAndSeeTheOthersWhenItCan(final EmbeddedBroker broker) throws Exception {
    // Given
    final String topic = "watched-later";
    final Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (FleetWatch watch = FleetWatch.start(settings(topic, "one"), properties, () -> OURS, InstantSource.system())) {

      // When
      final FleetWatch.NameClaim claim = watch.claimName(PATIENCE);

      // Then
      assertThat(claim).isInstanceOf(FleetWatch.NameClaim.Free.class);
      final Topics topics = new Topics(broker.bootstrapServers());
      topics.create(topic, 1, RolloutTopic.status(topic).settings());
      topics.send(List.of(garbage(topic, "one", "garbage"), garbage(topic, "two", "\u00C3\u0001garbage-garbage")));
      try (StatusPublisher _ = StatusPublisher.start(settings(topic, "two"), properties,
          () -> new StatusPublisher.Heartbeat(List.of(), "running", 0, InstanceState.Currency.CAUGHT_UP, 0, config(LEAD.multipliedBy(2)), List.of()),
          InstantSource.system())) {
        final FleetView sight = Deadline.within(PATIENCE, "the other instance", watch::view, seen -> seen.others() == 1);
        assertThat(sight.configDiffers()).extracting(ConfigDiffers::inWords).containsExactly("lead (12000 ms here, 24000 ms there)");
        topics.send(List.of(garbage(topic, "three", "garbage")));
      }
      Deadline.within(PATIENCE, "the other instance gone", watch::view, FleetView.ALONE::equals);
    }
  }

  private static StatusPublisher.Settings settings(final String topic, final String instance) {
    return new StatusPublisher.Settings(topic, instance, "token-" + instance, "app", LEAD, Duration.ofSeconds(5));
  }

  private static SharedConfig config(final Duration lead) {
    return SharedConfig.of("models", "artifacts", lead, List.of("language"), List.of(), List.of());
  }

  private static ProducerRecord<byte[], byte[]> garbage(final String topic, final String key, final String value) {
    return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.ISO_8859_1));
  }
}
