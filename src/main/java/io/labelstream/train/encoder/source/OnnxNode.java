package io.labelstream.train.encoder.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An operation of a network.
 *
 * @param operator its name, after its domain and a point if that is not ONNX's own
 * @param inputs the names of the values that it takes, empty for those that are left out
 * @param outputs the names of the values that it gives
 * @param attributes numbers and texts as tensors; networks are left out
 */
record OnnxNode(String operator, List<String> inputs, List<String> outputs, Map<String, OnnxTensor> attributes) {
  OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }

  boolean is(final String name) {
    return operator.equals(name);
  }

  Optional<OnnxTensor> attribute(final String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /** A number among the attributes, or its value if it is left out. */
  double number(final String name, final double usual) {
    return attribute(name).filter(OnnxTensor::isNumber).map(OnnxTensor::number).orElse(usual);
  }
}
