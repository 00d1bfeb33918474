package io.labelstream.model;

import java.io.IOException;

/** How an artefact is going to be opened: the bytes that the model will hold, by purpose, and the decisions that lead to them. Immutable and thread-safe. */
public interface MemoryPlan {

  /**
   * What the model will hold outside the heap for as long as it is open: the parts that {@link TextClassifier#memory()} will have, none with fewer bytes than
   * there, and hardly more. Needed for a moment while it is opened is not counted.
   */
  ModelMemory memory();

  /**
   * Opens the model by this very plan: it takes no more memory than {@link #memory()} says. Can be done more than once, each time for a classifier of its own.
   *
   * @throws ModelRefusedException if a weight turns out to be unsound, which is looked at only now
   * @throws IOException if the file cannot be mapped
   * @throws IllegalStateException if the artefact is closed
   */
  TextClassifier open() throws ModelRefusedException, IOException;
}
