package io.labelstream.rollout;

import io.labelstream.model.TextClassifier;
import java.util.function.Consumer;

/** A claim on an open model. */
final class ModelHold implements Hold {
  private final Version version;
  private final Resident resident;
  private final Consumer<Version> onRelease;
  private boolean released;

  ModelHold(final Version version, final Resident resident, final Consumer<Version> onRelease) {
    this.version = version;
    this.resident = resident;
    this.onRelease = onRelease;
  }

  @Override
  public TextClassifier classifier() {
    return resident.classifier();
  }

  @Override
  public void release() {
    if (!released) {
      released = true;
      onRelease.accept(version);
    }
  }
}
