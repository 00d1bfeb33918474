package io.labelstream.topology;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.labelstream.rollout.kafka.KafkaVersion;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterHandlerTest {
  @Test
  void shouldNameWhatItNeedsWhenThePlatformManagesAnOlderKafka() throws Exception {
    // Given
    try (OlderStreams platform = new OlderStreams()) {
      final ProcessingExceptionHandler handler =
          (ProcessingExceptionHandler) platform.loadClass(DeadLetterHandler.class.getName()).getConstructor().newInstance();

      // When / Then
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(() -> handler.configure(Map.of(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "dead")))
          .withMessage("the class path has kafka-streams 4.1.1, expected Kafka 4.3 or newer: set that version where your build manages Kafka's,"
              + " with Spring Boot by the property kafka.version");
    }
  }

  @Test
  void shouldRefuseToStartWhenThereIsNoTopicForDeadLetters() {
    // Given
    final DeadLetterHandler handler = new DeadLetterHandler();

    // When / Then
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> handler.configure(Map.of()))
        .withMessageStartingWith(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG);
  }

  /** Our classes on a Kafka Streams that says it is 4.1.1, and lacks what came later. */
  private static final class OlderStreams extends URLClassLoader {
    OlderStreams() {
      super(new URL[] {KafkaVersion.class.getProtectionDomain().getCodeSource().getLocation()}, OlderStreams.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.labelstream.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        final Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }

    @Override
    public @Nullable URL getResource(final String name) {
      return name.endsWith("ProcessingExceptionHandler$Response.class") ? null : super.getResource(name);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(final String name) {
      return name.equals("kafka/kafka-streams-version.properties")
          ? new ByteArrayInputStream("version=4.1.1".getBytes(StandardCharsets.ISO_8859_1))
          : super.getResourceAsStream(name);
    }
  }
}
