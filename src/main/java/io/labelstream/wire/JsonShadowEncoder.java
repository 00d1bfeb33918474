package io.labelstream.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.wire.internal.LabelJson;
import java.io.IOException;

/**
 * Disagreements as one line of JSON, with the names of {@code schemas/ShadowDisagreement.avsc} in its order, written as {@link JsonLabelEncoder} writes
 * labels:
 *
 * <pre>{@code
 * {"serving":{"slot":"language","labels":[{"name":"fr","score":0.9731}],"model":{…,"traffic":"live","confirmed":true}},
 *  "shadow":{"slot":"language","labels":[{"name":"it","score":0.5113}],"model":{…,"traffic":"shadow","confirmed":true}},
 *  "origin":{"topic":"texts","partition":0,"offset":42,"timestamp":"2026-01-31T12:00:00.250Z"}}
 * }</pre>
 */
public final class JsonShadowEncoder implements ShadowEncoder {
  private final JsonLine line = new JsonLine();

  @Override
  public byte[] encode(final ShadowDisagreement disagreement) {
    return line.write(json -> {
      json.writeStartObject();
      write("serving", disagreement.serving(), json);
      write("shadow", disagreement.shadow(), json);
      LabelJson.writeOrigin(disagreement.origin(), json);
      json.writeEndObject();
    });
  }

  private static void write(final String field, final LabeledText.SlotLabels labels, final JsonGenerator json) throws IOException {
    json.writeFieldName(field);
    LabelJson.write(labels, json);
  }
}
