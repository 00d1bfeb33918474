package io.labelstream.model.encoder.file;

import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.matrix.file.StoredMatrix;
import java.util.List;

/** A {@link VectorOutput} in the bytes of a file; the components are its own. Immutable, valid as long as these are. */
public record StoredOutput(Pooling pooling, List<Dense> dense, VectorLength length) {
  public StoredOutput {
    dense = List.copyOf(dense);
  }

  /** The output on the heap. */
  public VectorOutput output() {
    return new VectorOutput(
        pooling, dense.stream().map(map -> new VectorOutput.Dense(map.weight().floats(), map.bias(), map.activation())).toList(), length);
  }

  /** A {@link VectorOutput.Dense}. */
  public record Dense(StoredMatrix weight, float[] bias, Activation activation) {}
}
