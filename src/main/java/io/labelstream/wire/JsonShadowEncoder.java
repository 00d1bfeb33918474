package io.labelstream.wire;

import io.labelstream.wire.LabeledText.SlotLabels;

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
  private final JsonLabels json = new JsonLabels();

  @Override
  public byte[] encode(final ShadowDisagreement disagreement) {
    json.out().clear();
    json.out().append("{\"serving\":");
    write(disagreement.serving());
    json.out().append(",\"shadow\":");
    write(disagreement.shadow());
    json.origin(disagreement.origin());
    json.out().append('}');
    return json.out().toBytes();
  }

  private void write(final SlotLabels slot) {
    json.slot(slot.slot(), slot.model()).encode(slot.labels(), slot.vector());
  }
}
