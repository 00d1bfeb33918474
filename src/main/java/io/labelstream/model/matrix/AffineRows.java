package io.labelstream.model.matrix;

/**
 * An affine map, {@code weight · x + bias}, whose matrix is in memory of somebody else. The array is not copied.
 *
 * @param weight a row for each output
 * @param bias one number for each output
 */
public record AffineRows(WeightRows weight, float[] bias) {
  /** @throws IllegalArgumentException if the map has other outputs, inputs or biases; the message has the name and the numbers */
  public void check(final String name, final int outputs, final int inputs) {
    if (weight.rows() != outputs || weight.columns() != inputs || bias.length != outputs) {
      throw new IllegalArgumentException("the map " + name + " is " + weight.rows() + " × " + weight.columns() + " with " + bias.length
          + " numbers of bias, expected " + outputs + " × " + inputs + " and " + outputs);
    }
  }
}
