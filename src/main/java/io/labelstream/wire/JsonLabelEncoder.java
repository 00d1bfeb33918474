package io.labelstream.wire;

import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.LabeledText.Origin;
import java.nio.charset.StandardCharsets;

/**
 * Labels as one line of JSON, with the names of {@code schemas/LabeledText.avsc} in its order:
 *
 * <pre>{@code
 * {"slots":[{"slot":"language","labels":[{"name":"fr","score":0.9731}],
 *   "model":{"name":"lid.176","version":"1","sha256":"…","effectiveFrom":null,"controlOffset":null,
 *     "traffic":"live","confirmed":true}}],
 *  "origin":{"topic":"texts","partition":0,"offset":42,"timestamp":"2026-01-31T12:00:00.250Z"}}
 * }</pre>
 *
 * <p>No field is ever left out, but for the vector of a slot that writes none. Where it writes one, {@code "vector":[0.0512,…]} stands behind the model, or
 * {@code "vectorInt8":[65,…],"vectorScale":7.9E-4} or, in Base64, {@code "vectorBits":"9xc…"}; these numbers may have an exponent. Times are ISO-8601 in UTC. A score is written with the fewest digits
 * that give the same float back, never with an exponent; one that is not a number is the string {@code "NaN"}.
 */
public final class JsonLabelEncoder implements LabelEncoder {
  private static final byte[] START = "{\"slots\":[".getBytes(StandardCharsets.US_ASCII);

  private final JsonLabels json = new JsonLabels();

  @Override
  public SlotEncoder slot(final String slot, final Lineage model) {
    return json.slot(slot, model);
  }

  @Override
  public void begin(final int slots) {
    json.out().clear();
    json.out().append(START);
  }

  @Override
  public byte[] end(final Origin origin) {
    json.out().append(']');
    json.origin(origin);
    json.out().append('}');
    return json.out().toBytes();
  }
}
