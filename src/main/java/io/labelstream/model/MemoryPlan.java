package io.labelstream.model;

import java.io.IOException;

/** The plan for opening an artefact: the bytes that the model will hold, by purpose, and the decisions that lead to them. Immutable and thread-safe. */
public interface MemoryPlan {

  /**
   * The memory that the model will hold outside the heap while it is open: the same parts as {@link TextClassifier#memory()} will have, none with fewer bytes
   * than there, and hardly more. Memory that is needed only during opening is not counted.
   */
  ModelMemory memory();

  /**
   * Opens the model by this plan, within the memory that {@link #memory()} gives. May be called more than once; each call opens a classifier of its own.
   *
   * @throws ModelRefusedException if a weight is unsound, which is only checked now
   * @throws IOException if the file cannot be mapped
   * @throws IllegalStateException if the artefact is closed
   */
  TextClassifier open() throws ModelRefusedException, IOException;
}
