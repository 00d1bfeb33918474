package io.labelstream.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.model.Labels;
import io.labelstream.model.Predictions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** {@code [{"label":"…","score":0.123456}, …]}, one array a line; {@code []} for a text without labels. */
final class JsonLabelWriter implements LabelWriter {
  private final JsonGenerator json;
  private final Labels labels;
  private final byte[] digits = new byte[Decimals.MAX_BYTES];

  JsonLabelWriter(final OutputStream out, final Labels labels) throws IOException {
    this.json = new JsonFactory().setRootValueSeparator("").createGenerator(out);
    this.labels = labels;
  }

  @Override
  public void write(final Predictions predictions) throws IOException {
    json.writeStartArray();
    for (int rank = 0; rank < predictions.count(); rank++) {
      json.writeStartObject();
      json.writeStringField("label", labels.text(predictions.label(rank)));
      json.writeFieldName("score");
      final int end = Decimals.write(predictions.score(rank), digits, 0);
      json.writeNumber(new String(digits, 0, end, StandardCharsets.US_ASCII));
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
