package io.labelstream.cli.model;

import com.fasterxml.jackson.core.JsonGenerator;
import io.labelstream.display.VisibleJson;
import io.labelstream.model.Labels;
import io.labelstream.model.Predictions;
import io.labelstream.wire.internal.LabelJson;
import java.io.IOException;
import java.io.OutputStream;

/** Writes {@code [{"name":"…","score":0.99992687}, …]} as in a label record of the pipeline, one array a line; {@code []} for a text without labels. */
final class JsonLabelWriter implements LabelWriter {
  private final JsonGenerator json;
  private final Labels labels;

  JsonLabelWriter(final OutputStream out, final Labels labels) throws IOException {
    this.json = VisibleJson.factory().setRootValueSeparator("").createGenerator(out);
    this.labels = labels;
  }

  @Override
  public void write(final Predictions predictions) throws IOException {
    json.writeStartArray();
    for (int rank = 0; rank < predictions.count(); rank++) {
      LabelJson.write(labels.name(predictions.label(rank)), predictions.score(rank), json);
    }
    json.writeEndArray();
    json.writeRaw('\n');
  }

  @Override
  public void flush() throws IOException {
    json.flush();
  }
}
