package io.labelstream.bench.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.labelstream.pipeline.config.InputFormat;
import io.labelstream.wire.RegistryConfig;
import io.labelstream.wire.SchemaRegistry;
import io.labelstream.wire.internal.AvroTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes an input value of a text. Not thread-safe. */
interface InputEncoder {
  byte[] encode(byte[] text) throws IOException;

  static InputEncoder of(final InputFormat format, final SchemaRegistry registry, final String topic) {
    return switch (format) {
      case TEXT -> text -> text;
      case JSON -> text -> json(new String(text, StandardCharsets.UTF_8));
      case AVRO -> new AvroTexts(registry, topic)::encode;
    };
  }

  private static byte[] json(final String text) throws JsonProcessingException {
    return ChildLines.JSON.writeValueAsBytes(Map.of("text", text));
  }
}
