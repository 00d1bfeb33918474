package io.labelstream.train.autograd;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A part of a training whose state can be kept, so that an interrupted training goes on from it with the same bits. */
public interface TrainingState {
  /** Writes the state between two steps: as many bytes each time. */
  void write(DataOutput out) throws IOException;

  /**
   * Takes a state of the same part.
   *
   * @throws IOException if it cannot be read
   */
  void read(DataInput in) throws IOException;
}
