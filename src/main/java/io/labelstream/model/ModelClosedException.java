package io.labelstream.model;

/** A session was used after its classifier was closed. */
public final class ModelClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public ModelClosedException() {
    super("the model is closed");
  }
}
