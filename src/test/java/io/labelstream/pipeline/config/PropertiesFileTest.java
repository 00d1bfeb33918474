package io.labelstream.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesFileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("a.properties");
  }

  @Test
  void shouldReadAFileBehindAByteOrderMark() throws IOException {
    // Given
    Files.writeString(file, "\uFEFFfirst=é\nsecond = 2\n");

    // When
    final Map<String, String> read = PropertiesFile.read(file);

    // Then
    assertThat(read).isEqualTo(Map.of("first", "é", "second", "2"));
  }

  @Test
  void shouldTakeAConfigurationBehindAByteOrderMark() throws Exception {
    // Given
    Files.writeString(file, "\uFEFFlabelstream.input.topic=posts\nlabelstream.slot.default.model=m.ftz\n");

    // When
    final PipelineConfig config = PipelineConfig.load(List.of(file), Map.of(), Map.of());

    // Then
    assertThat(config.inputTopic()).isEqualTo("posts");
  }

  @Test
  void shouldSayThatAFileIsNotUtf8() throws IOException {
    Files.write(file, "a=é".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> PropertiesFile.read(file)).isInstanceOf(IOException.class).hasMessageContaining("not UTF-8");
  }

  @Test
  void shouldSayThatAnEscapeIsMalformed() throws IOException {
    Files.writeString(file, "a=\\u12\n");

    assertThatThrownBy(() -> PropertiesFile.read(file)).isInstanceOf(IOException.class).hasMessageContaining("four hexadecimal digits");
  }
}
