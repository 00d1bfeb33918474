package io.labelstream.train.encoder.source;

import io.labelstream.model.encoder.EncoderModel;
import java.util.List;

/**
 * A sentence encoder that another program wrote.
 *
 * @param model the encoder, without a head
 * @param notes what was taken, in words, one thing each; among them what the source does not say
 */
public record ImportedEncoder(EncoderModel model, List<String> notes) {
  public ImportedEncoder {
    notes = List.copyOf(notes);
  }
}
