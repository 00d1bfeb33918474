package io.labelstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.embedded.EmbeddedSchemaRegistry;
import io.labelstream.pipeline.config.RegistrySettings;
import io.labelstream.topology.StartupException;
import io.labelstream.wire.AvroLabelEncoder;
import io.labelstream.wire.RegistryRefusedException;
import io.labelstream.wire.RegistryUnavailableException;
import io.labelstream.wire.SchemaRegistry;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The class around Confluent's client that operating.md shows, compiled with that client and named in a configuration. */
@Timeout(120)
class ConfluentRegistryIT {
  private static final Path CONFLUENT = Path.of("target", "confluent");
  private static final Schema SCHEMA = AvroLabelEncoder.schema();

  @TempDir private Path folder;
  private EmbeddedSchemaRegistry server;
  private URLClassLoader loader;
  private ClassLoader before;

  @BeforeEach
  void compile() throws IOException {
    server = EmbeddedSchemaRegistry.start(0);
    final List<Path> archives;
    try (var files = Files.list(CONFLUENT)) {
      archives = files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
    final Path source = Files.writeString(folder.resolve("ConfluentRegistry.java"), documentedExample());
    // Ours come first: both must mean the same Schema.
    final String classPath = System.getProperty("java.class.path") + ":" + archives.getFirst();
    final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), source.toString())).isZero();
    loader = new URLClassLoader(new URL[] {folder.toUri().toURL(), archives.getFirst().toUri().toURL()}, getClass().getClassLoader());
    before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
  }

  @AfterEach
  void stop() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    loader.close();
    server.close();
  }

  @Test
  void shouldAskTheRegistryByConfluentsClient() throws StartupException {
    try (SchemaRegistry registry = open(server.url().toString())) {
      // When
      final int id = registry.register("labels-value", SCHEMA);
      final int again = registry.idOf("labels-value", SCHEMA);
      final SchemaRegistry.Lookup known = registry.schema(id);
      final SchemaRegistry.Lookup unknown = registry.schema(id + 1);

      // Then
      assertThat(again).isEqualTo(id);
      assertThat(known).isEqualTo(new SchemaRegistry.Found(SCHEMA));
      assertThat(unknown).isEqualTo(new SchemaRegistry.Unusable("not known to the schema registry"));
      assertThatThrownBy(() -> registry.idOf("other-value", SCHEMA)).isInstanceOf(RegistryRefusedException.class);
    }
  }

  @Test
  void shouldTellARegistryThatIsAwayFromOneThatRefuses() throws StartupException {
    // Given
    final String url = server.url().toString();
    server.close();
    try (SchemaRegistry registry = open(url)) {
      // When / Then
      assertThatThrownBy(() -> registry.schema(1)).isInstanceOf(RegistryUnavailableException.class);
    }
  }

  private static SchemaRegistry open(final String url) throws StartupException {
    return RegistrySettings.of(Map.of("schema.registry.url", url, "labelstream.schema.registry.class", "ConfluentRegistry")).open();
  }

  private static String documentedExample() throws IOException {
    final Matcher blocks = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("src/docs/operating.md")));
    return blocks.results().map(block -> block.group(1)).filter(block -> block.contains("class ConfluentRegistry")).findFirst().orElseThrow();
  }
}
