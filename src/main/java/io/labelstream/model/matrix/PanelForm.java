package io.labelstream.model.matrix;

/** The form in which the weights of {@link Panels} are held. */
public enum PanelForm {
  /** Float32 or 8-bit integers, as the model has them. */
  AS_GIVEN,
  /** Float32: integers of 8 bits take four times as many bytes then, and are quicker to multiply by. Products have the same bits. */
  WIDENED
}
