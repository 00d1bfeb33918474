package io.labelstream.cli.model;

import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.display.VisibleJson;
import io.labelstream.model.Labels;
import io.labelstream.model.Predictions;
import io.labelstream.wire.internal.JsonFloats;
import io.labelstream.wire.internal.ValueBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes {@code [{"name":"…","score":0.99992687}, …]} as in a label record of the pipeline, one array a line; {@code []} for a text without labels. */
final class JsonLabelWriter implements LabelWriter {
  private final JsonGenerator json;
  private final Labels labels;
  private final ValueBuffer score = new ValueBuffer();

  JsonLabelWriter(final OutputStream out, final Labels labels) throws IOException {
    this.json = VisibleJson.factory().setRootValueSeparator("").createGenerator(out);
    this.labels = labels;
  }

  @Override
  public void write(final Predictions predictions) throws IOException {
    json.writeStartArray();
    for (int rank = 0; rank < predictions.count(); rank++) {
      json.writeStartObject();
      json.writeStringField("name", labels.name(predictions.label(rank)));
      json.writeFieldName("score");
      score.clear();
      JsonFloats.score(predictions.score(rank), score);
      json.writeRawValue(new String(score.toBytes(), StandardCharsets.US_ASCII));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeRaw('\n');
  }

  @Override
  public void flush() throws IOException {
    json.flush();
  }
}
