package io.labelstream.rollout.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The version of Kafka's libraries. A platform that manages versions, as Spring Boot does, may have put an older version in the place of the needed one, and
 * the first call of a method that it lacks would end in a linkage error.
 */
public final class KafkaVersion {
  /** The oldest version with all methods that are called. */
  public static final String NEEDED = "4.3";

  private KafkaVersion() {}

  /** A library, and the latest addition to it that is called. Version numbers do not tell, since distributions have their own. */
  private enum Library {
    CLIENTS("kafka-clients", "kafka/kafka-version.properties", "org.apache.kafka.common.record.internal.MemoryRecords"),
    STREAMS("kafka-streams", "kafka/kafka-streams-version.properties", "org.apache.kafka.streams.errors.ProcessingExceptionHandler$Response");

    private final String artifact;
    private final String properties;
    private final String latestAddition;

    Library(final String artifact, final String properties, final String latestAddition) {
      this.artifact = artifact;
      this.properties = properties;
      this.latestAddition = latestAddition;
    }

    private boolean isTooOld(final ClassLoader loader) {
      return loader.getResource(latestAddition.replace('.', '/') + ".class") == null;
    }

    private String actual(final ClassLoader loader) {
      final Properties found = new Properties();
      try (InputStream in = loader.getResourceAsStream(properties)) {
        if (in != null) {
          found.load(in);
        }
      } catch (final IOException unreadable) {
        // The version is only shown to people.
      }
      return artifact + " " + found.getProperty("version", "of an unknown version");
    }
  }

  /** The libraries on the class path that are too old, and the remedy; empty if there are none. */
  public static Optional<String> deviation() {
    final ClassLoader loader = KafkaVersion.class.getClassLoader();
    final String tooOld = Arrays.stream(Library.values())
        .filter(library -> library.isTooOld(loader))
        .map(library -> library.actual(loader))
        .collect(Collectors.joining(" and "));
    return tooOld.isEmpty() ? Optional.empty() : Optional.of("the class path has " + tooOld + ", expected Kafka " + NEEDED
        + " or newer: set that version where your build manages Kafka's, with Spring Boot by the property kafka.version");
  }
}
