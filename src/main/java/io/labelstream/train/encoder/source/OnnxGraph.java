package io.labelstream.train.encoder.source;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.file.SafetensorsHeader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network: operations in an order in which each takes only what earlier ones gave, so that walks from outputs to inputs end.
 *
 * @param outputs the names of the values that leave it
 */
record OnnxGraph(List<OnnxNode> nodes, Map<String, OnnxNode> producers, Map<String, OnnxTensor> constants, Map<String, Set<String>> readInputs, List<String> outputs) {
  private static final int MOST_INPUTS = 16;
  private static final long[] TURNED = {1, 0};

  /** @throws ModelRefusedException if a value is given twice or taken before it is given */
  static OnnxGraph of(final List<OnnxNode> nodes, final List<OnnxTensor> initializers, final List<String> inputs, final List<String> outputs)
      throws ModelRefusedException {
    if (inputs.size() - initializers.size() > MOST_INPUTS) {
      throw new ModelRefusedException(
          ModelDefect.UNSUPPORTED, "the network has more than " + MOST_INPUTS + " inputs, expected input_ids, attention_mask and token_type_ids");
    }
    final Map<String, OnnxTensor> constants = new LinkedHashMap<>();
    final Map<String, Set<String>> read = new HashMap<>();
    for (final OnnxTensor constant : initializers) {
      constants.put(constant.name(), constant);
      give(constant.name(), Set.of(), read);
    }
    for (final String input : inputs) {
      // In old files, constants are inputs as well.
      if (!constants.containsKey(input)) {
        give(input, Set.of(input), read);
      }
    }
    final Map<String, OnnxNode> producers = new HashMap<>();
    for (final OnnxNode node : nodes) {
      final Set<String> reads = reads(node, read);
      for (final String output : node.outputs()) {
        if (!output.isEmpty()) {
          give(output, reads, read);
          producers.put(output, node);
        }
      }
      constant(node, constants).ifPresent(value -> constants.put(node.outputs().getFirst(), value));
    }
    return new OnnxGraph(nodes, producers, constants, read, outputs);
  }

  private static void give(final String name, final Set<String> reads, final Map<String, Set<String>> read) throws ModelRefusedException {
    if (read.putIfAbsent(name, reads) != null) {
      throw new ModelRefusedException(ModelDefect.INCONSISTENT, "the value " + SafetensorsHeader.shown(name) + " is given twice");
    }
  }

  private static Set<String> reads(final OnnxNode node, final Map<String, Set<String>> read) throws ModelRefusedException {
    Set<String> all = Set.of();
    for (final String input : node.inputs()) {
      final Set<String> reads = input.isEmpty() ? Set.of() : read.get(input);
      if (reads == null) {
        throw new ModelRefusedException(
            ModelDefect.INCONSISTENT, "an operation " + SafetensorsHeader.shown(node.operator()) + " takes " + SafetensorsHeader.shown(input)
                + ", which is not given before");
      }
      if (!all.containsAll(reads)) {
        all = new HashSet<>(all);
        all.addAll(reads);
      }
    }
    // The shape of a value does not depend on its numbers.
    return node.is("Shape") ? Set.of() : all;
  }

  /** The value of a node that only gives a constant in another form. */
  private static Optional<OnnxTensor> constant(final OnnxNode node, final Map<String, OnnxTensor> constants) throws ModelRefusedException {
    if (node.outputs().size() != 1) {
      return Optional.empty();
    }
    if (node.is("Constant")) {
      return node.attributes().values().stream().findFirst();
    }
    final Optional<OnnxTensor> input = node.inputs().isEmpty() ? Optional.empty() : Optional.ofNullable(constants.get(node.inputs().getFirst()));
    return switch (node.operator()) {
      case "Identity", "Cast" -> input;
      case "Transpose" -> isMatrix(input) && turns(node) ? Optional.of(input.get().transposed()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean isMatrix(final Optional<OnnxTensor> constant) {
    return constant.filter(tensor -> tensor.rank() == 2 && tensor.floats().length > 0).isPresent();
  }

  private static boolean turns(final OnnxNode transpose) {
    return Arrays.equals(transpose.attribute("perm").map(OnnxTensor::integers).orElse(TURNED), TURNED);
  }

  Optional<OnnxNode> producer(final String value) {
    return Optional.ofNullable(producers.get(value));
  }

  Optional<OnnxTensor> constant(final String value) {
    return Optional.ofNullable(constants.get(value));
  }

  /** The inputs of the network on whose numbers a value depends. */
  Set<String> inputsOf(final String value) {
    return readInputs.getOrDefault(value, Set.of());
  }
}
