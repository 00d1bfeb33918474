package io.labelstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Consumers and producers are updated at different times, so that each schema reads, and is read by, all that were published before. */
class SchemaEvolutionTest {
  private static final Path PUBLISHED = Path.of("src", "test", "resources", "schemas");
  private static final Path CURRENT = Path.of("schemas");

  static List<Path> published() throws IOException {
    try (Stream<Path> files = Files.list(PUBLISHED)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("published")
  void shouldReadAndBeReadByWhatWasPublishedBefore(final Path before) throws IOException {
    // Given
    final String name = before.getFileName().toString().replaceAll("\\..*", "");
    final Schema old = new Schema.Parser().parse(Files.readString(before));
    final Schema current = new Schema.Parser().parse(Files.readString(CURRENT.resolve(name + ".avsc")));

    // When
    final List<SchemaCompatibilityType> both = List.of(
        SchemaCompatibility.checkReaderWriterCompatibility(current, old).getType(),
        SchemaCompatibility.checkReaderWriterCompatibility(old, current).getType());

    // Then
    assertThat(both).containsOnly(SchemaCompatibilityType.COMPATIBLE);
  }

  @ParameterizedTest
  @MethodSource("published")
  void shouldUseEnumerationsOnlyWhereBothSidesAreOurs(final Path before) throws IOException {
    assertThat(Files.readString(before)).satisfiesAnyOf(
        schema -> assertThat(schema).doesNotContain("\"enum\""),
        schema -> assertThat(before.getFileName().toString()).startsWith("ModelAnnouncement"));
  }
}
