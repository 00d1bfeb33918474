package io.labelstream.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.labelstream.wire.HttpSchemaRegistry;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RecordPrinterTest {
  @Test
  void shouldPrintALabelWithSpacesAsOneWord() throws IOException {
    // Given
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final String record = "{\"slots\":[{\"slot\":\"topic\",\"labels\":[{\"name\":\"air  freight\",\"score\":0.5},{\"name\":\"sea\",\"score\":0.25}]}]}";

    // When
    try (SchemaRegistry registry = new HttpSchemaRegistry(RegistryConfig.of("http://localhost:1"))) {
      new RecordPrinter(out, new RecordPrinter.Style(RecordFormat.JSON, ConsumeCommand.Part.LABELS, Optional.empty()), registry)
          .print(null, record.getBytes(StandardCharsets.UTF_8), new RecordHeaders());
    }

    // Then
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("topic air__freight 0.500000 sea 0.250000\n");
  }
}
