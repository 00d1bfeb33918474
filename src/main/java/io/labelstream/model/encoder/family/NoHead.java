package io.labelstream.model.encoder.family;

import io.labelstream.model.Labels;

/** A head without labels. */
record NoHead(Labels labels) implements OpenedHead {
  @Override
  public HeadSession newSession() {
    return (vector, predictions) -> {};
  }
}
