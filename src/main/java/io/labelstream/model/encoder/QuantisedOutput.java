package io.labelstream.model.encoder;

import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import java.util.List;

/** A {@link VectorOutput} whose matrices are quantised; its components are those of the output. */
public record QuantisedOutput(Pooling pooling, List<Dense> dense, VectorLength length) {

  public QuantisedOutput {
    dense = List.copyOf(dense);
  }

  /** Quantises an output. */
  public static QuantisedOutput of(final VectorOutput output) {
    return new QuantisedOutput(
        output.pooling(),
        output.dense().stream().map(dense -> new Dense(QuantisedMatrix.of(dense.weight()).view(), dense.bias(), dense.activation())).toList(),
        output.length());
  }

  /** A {@link VectorOutput.Dense}. */
  public record Dense(QuantisedRows weight, float[] bias, Activation activation) {}
}
