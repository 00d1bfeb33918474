package io.labelstream.train.encoder;

import io.labelstream.model.encoder.EncoderModel;
import java.util.Map;

/**
 * An encoder that was made.
 *
 * @param model the encoder
 * @param done the work that was done, such as {@code 5 epochs}
 * @param figures its final figures, such as a loss; empty for none
 * @param findings figures for its card: values by title
 */
public record MadeEncoder(EncoderModel model, String done, String figures, Map<String, String> findings) {}
