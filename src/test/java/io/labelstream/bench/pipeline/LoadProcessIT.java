package io.labelstream.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.embedded.EmbeddedBroker;
import io.labelstream.fixture.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class LoadProcessIT {
  @Test
  void shouldTellTheLatencyOfEachRecordThatWasDue(final EmbeddedBroker broker, @TempDir final Path folder) throws Exception {
    // Given: an output that is the input itself
    final LoadProcess.Order order =
        new LoadProcess.Order(broker.bootstrapServers(), "load-source", "load-scratch", "load-loop", "load-loop", 2, 2_000, 1);
    try (Topics topics = new Topics(broker.bootstrapServers())) {
      topics.create(List.of("load-source", "load-scratch", "load-loop"), 2);
      topics.fill("load-source", 2, List.of(new byte[] {'a'}, new byte[] {'b'}), 10, text -> text);
    }
    final Path file = Files.write(folder.resolve("order.json"), ChildLines.JSON.writeValueAsBytes(order));
    try (ChildProcess load = ChildProcess.start("load", folder, List.of("-Xmx64m"), LoadProcess.class, file.toString())) {
      load.await(LoadProcess.Warm.class);

      // When
      final Latency latency = load.ask("measure", Latency.class);

      // Then
      assertThat(latency.recordsPerSecond()).isEqualTo(2_000);
      assertThat(latency.first().records()).isEqualTo(2_001);
      assertThat(latency.first().p50()).isLessThanOrEqualTo(latency.first().p99());
      assertThat(latency.first().p99()).isLessThanOrEqualTo(latency.first().most());
      assertThat(latency.later().records()).isZero();
    }
  }
}
