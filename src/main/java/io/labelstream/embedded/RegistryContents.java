package io.labelstream.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/**
 * The schemas of a registry, by id and by subject, and the file that keeps them: one line of JSON for each version of each subject, in the
 * order of registration. Thread-safe.
 */
final class RegistryContents {
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES, DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
      .build();

  private final Optional<Path> file;
  private final Map<String, List<Version>> bySubject = new TreeMap<>();
  private final List<String> schemas = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();

  private RegistryContents(final Optional<Path> file) {
    this.file = file;
  }

  /** One schema of a subject. */
  record Version(String subject, int number, int id, String schema) {}

  static RegistryContents inMemory() {
    return new RegistryContents(Optional.empty());
  }

  static RegistryContents in(final Path file) throws IOException {
    final RegistryContents contents = new RegistryContents(Optional.of(file));
    if (Files.exists(file)) {
      int line = 0;
      for (final String text : Files.readAllLines(file)) {
        line++;
        contents.restore(file, line, text);
      }
    }
    return contents;
  }

  synchronized List<String> subjects() {
    return List.copyOf(bySubject.keySet());
  }

  synchronized List<Version> versions(final String subject) throws RegistryProblem {
    final List<Version> versions = bySubject.get(subject);
    if (versions == null) {
      throw RegistryProblem.noSuchSubject(subject);
    }
    return List.copyOf(versions);
  }

  synchronized Version version(final String subject, final String number) throws RegistryProblem {
    final List<Version> versions = versions(subject);
    if (number.equals("latest") || number.equals("-1")) {
      return versions.getLast();
    }
    final int index = number(number).orElseThrow(() -> RegistryProblem.invalidVersion(number)) - 1;
    if (index < 0) {
      throw RegistryProblem.invalidVersion(number);
    }
    if (index >= versions.size()) {
      throw RegistryProblem.noSuchVersion(number);
    }
    return versions.get(index);
  }

  synchronized String schema(final String id) throws RegistryProblem {
    final int index = number(id).orElseThrow(RegistryProblem::noSuchSchema) - 1;
    if (index < 0 || index >= schemas.size()) {
      throw RegistryProblem.noSuchSchema();
    }
    return schemas.get(index);
  }

  synchronized Version find(final String subject, final String text) throws RegistryProblem {
    final String schema = parse(text).toString();
    return versions(subject).stream().filter(version -> version.schema.equals(schema)).findFirst()
        .orElseThrow(RegistryProblem::noSuchSchema);
  }

  synchronized Version register(final String subject, final String text) throws RegistryProblem {
    final Schema schema = parse(text);
    final List<Version> versions = bySubject.getOrDefault(subject, List.of());
    for (final Version version : versions) {
      if (version.schema.equals(schema.toString())) {
        return version;
      }
    }
    if (!versions.isEmpty()) {
      requireCompatible(versions.getLast(), schema);
    }
    final String spelled = schema.toString();
    final Version version = new Version(subject, versions.size() + 1, ids.getOrDefault(spelled, schemas.size() + 1), spelled);
    append(version);
    add(version);
    return version;
  }

  /** True if readers with {@code text} can read values that were written with {@code version}. */
  static boolean canReplace(final Version version, final String text) throws RegistryProblem {
    return compatibility(version, parse(text)).getType() == SchemaCompatibilityType.COMPATIBLE;
  }

  private static void requireCompatible(final Version latest, final Schema schema) throws RegistryProblem {
    final SchemaPairCompatibility compatibility = compatibility(latest, schema);
    if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
      throw RegistryProblem.incompatible(compatibility.getResult().getIncompatibilities().toString());
    }
  }

  private static SchemaPairCompatibility compatibility(final Version latest, final Schema schema) {
    return SchemaCompatibility.checkReaderWriterCompatibility(schema, new Schema.Parser().parse(latest.schema));
  }

  private static Schema parse(final String text) throws RegistryProblem {
    try {
      return new Schema.Parser().parse(text);
    } catch (final RuntimeException malformed) {
      // Avro has an exception for it, and throws whatever else its parser runs into.
      throw RegistryProblem.invalidSchema(String.valueOf(malformed.getMessage()));
    }
  }

  private static Optional<Integer> number(final String text) {
    try {
      return Optional.of(Integer.valueOf(text));
    } catch (final NumberFormatException notOne) {
      return Optional.empty();
    }
  }

  private void add(final Version version) {
    if (version.id > schemas.size()) {
      schemas.add(version.schema);
      ids.put(version.schema, version.id);
    }
    bySubject.computeIfAbsent(version.subject, ignored -> new ArrayList<>()).add(version);
  }

  private void append(final Version version) throws RegistryProblem {
    if (file.isEmpty()) {
      return;
    }
    try {
      Files.writeString(file.get(), JSON.writeValueAsString(version) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (final IOException failed) {
      throw RegistryProblem.notKept(file.get() + ": " + failed.getMessage());
    }
  }

  private void restore(final Path from, final int line, final String text) throws IOException {
    final Version version;
    try {
      version = JSON.readValue(text, Version.class);
    } catch (final JsonProcessingException malformed) {
      throw new IOException(from + " line " + line + " is not a registered schema; remove the file to start with an empty registry");
    }
    if (version.id < 1 || version.id > schemas.size() + 1) {
      throw new IOException(from + " line " + line + " has schema id " + version.id + ", expected at most " + (schemas.size() + 1)
          + "; remove the file to start with an empty registry");
    }
    add(version);
  }
}
