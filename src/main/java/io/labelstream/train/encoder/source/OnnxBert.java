package io.labelstream.train.encoder.source;

import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.TransformerBody.Layer;
import io.labelstream.model.file.SafetensorsHeader;
import io.labelstream.model.matrix.FloatMatrix;
import io.labelstream.train.encoder.source.OnnxAttention.Heads;
import io.labelstream.train.encoder.source.OnnxPatterns.Mapped;
import io.labelstream.train.encoder.source.OnnxPatterns.Normalised;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the weights of a BERT in a network by the way in which its values depend on each other, from the vectors of the pieces back to their ids. Names play no
 * part, as exporters make them up, but for those of the inputs. A network that does not compute exactly a BERT is refused.
 */
final class OnnxBert {
  static final String MASK = "attention_mask";

  private static final String IDS = "input_ids";
  private static final String TYPES = "token_type_ids";
  private static final int MOST_TERMS = 4;

  private final OnnxPatterns patterns;
  private final OnnxAttention attention;
  private final List<Layer> layers = new ArrayList<>();
  private final List<Float> epsilons = new ArrayList<>();
  private final List<Integer> heads = new ArrayList<>();

  private OnnxBert(final OnnxGraph graph) {
    this.patterns = new OnnxPatterns(graph);
    this.attention = new OnnxAttention(patterns);
  }

  /** A sum of an affine map's result and another value. */
  private record Residual(Mapped mapped, String other) {}

  /** @throws ModelRefusedException if the network is not a BERT */
  static TransformerBody body(final OnnxGraph graph) throws ModelRefusedException {
    requireFloats(graph);
    return new OnnxBert(graph).body();
  }

  private static void requireFloats(final OnnxGraph graph) throws ModelRefusedException {
    for (final OnnxNode node : graph.nodes()) {
      if (node.operator().contains("Quantize") || node.operator().contains("Integer") || node.operator().contains("QLinear")) {
        throw new ModelRefusedException(ModelDefect.UNSUPPORTED, "the network calculates with integers (" + SafetensorsHeader.shown(node.operator())
            + "); take the file with float32 or float16 weights, which are made small here");
      }
      if (node.operator().contains(".")) {
        throw new ModelRefusedException(ModelDefect.UNSUPPORTED, "the network was rewritten for one runtime, with its own operation "
            + SafetensorsHeader.shown(node.operator()) + "; take the file as it was exported");
      }
    }
  }

  private TransformerBody body() throws ModelRefusedException {
    Normalised at = patterns.normalised(vectors());
    for (Optional<Residual> reduced = residual(at.input()); reduced.isPresent(); reduced = residual(at.input())) {
      at = layer(at, reduced.get());
    }
    epsilons.add(at.epsilon());
    if (layers.isEmpty()) {
      throw patterns.unexpected(at.input(), "the sum of an affine map and of its input");
    }
    if (Set.copyOf(epsilons).size() > 1 || Set.copyOf(heads).size() > 1) {
      throw new ModelRefusedException(ModelDefect.UNSUPPORTED,
          "the layers differ: epsilons " + Set.copyOf(epsilons) + ", heads " + Set.copyOf(heads) + ", expected one of each");
    }
    return embeddings(at);
  }

  /** The value with the vectors of the pieces. */
  private String vectors() throws ModelRefusedException {
    for (final String output : patterns.graph().outputs()) {
      if (patterns.isNormalised(output)) {
        return output;
      }
    }
    throw new ModelRefusedException(ModelDefect.UNSUPPORTED, "no output of the network is the last layer's vectors of the pieces, expected last_hidden_state, found "
        + SafetensorsHeader.shown(String.join(", ", patterns.graph().outputs())));
  }

  /** Adds the layer that ends with this normalisation before those that are known, and gives the normalisation before it. */
  private Normalised layer(final Normalised end, final Residual reduced) throws ModelRefusedException {
    final String inner = patterns.beforeGelu(reduced.mapped().input());
    final Mapped intermediate = require(inner, patterns.affine(inner));
    requireSame(intermediate.input(), reduced.other());
    final Normalised middle = patterns.normalised(reduced.other());
    final Residual attended = require(middle.input(), residual(middle.input()));
    final Heads found = attention.before(attended.mapped().input());
    for (final Mapped mapped : List.of(found.query(), found.key(), found.value())) {
      requireSame(mapped.input(), attended.other());
    }
    layers.addFirst(new Layer(
        found.query().map(), found.key().map(), found.value().map(), attended.mapped().map(), middle.normalisation(),
        intermediate.map(), reduced.mapped().map(), end.normalisation()));
    epsilons.addAll(List.of(end.epsilon(), middle.epsilon()));
    heads.add(found.heads());
    return patterns.normalised(attended.other());
  }

  private Optional<Residual> residual(final String value) throws ModelRefusedException {
    final Optional<OnnxNode> sum = patterns.made(value, "Add");
    if (sum.isEmpty()) {
      return Optional.empty();
    }
    final String left = sum.get().inputs().getFirst();
    final String right = sum.get().inputs().get(1);
    final Optional<Residual> first = patterns.affine(left).map(mapped -> new Residual(mapped, right));
    return first.isPresent() ? first : patterns.affine(right).map(mapped -> new Residual(mapped, left));
  }

  /** The tables whose rows are summed, and the whole body. */
  private TransformerBody embeddings(final Normalised sum) throws ModelRefusedException {
    Optional<FloatMatrix> pieces = Optional.empty();
    Optional<FloatMatrix> positions = Optional.empty();
    Optional<FloatMatrix> types = Optional.empty();
    for (final String term : terms(sum.input())) {
      final OnnxNode gather = patterns.expect(term, "Gather");
      final Optional<OnnxTensor> table = patterns.graph().constant(gather.inputs().getFirst());
      if (table.isEmpty() || gather.number("axis", 0) != 0) {
        throw patterns.unexpected(term, "Gather of the rows of a table");
      }
      final Set<String> inputs = patterns.graph().inputsOf(gather.inputs().get(1));
      if (inputs.equals(Set.of(IDS)) && pieces.isEmpty()) {
        pieces = Optional.of(table.get().matrix());
      } else if (inputs.equals(Set.of(TYPES)) && types.isEmpty()) {
        types = Optional.of(table.get().matrix());
      } else if (inputs.isEmpty() && positions.isEmpty()) {
        positions = Optional.of(table.get().matrix());
      } else {
        throw patterns.unexpected(term, "one table each for " + IDS + ", for " + TYPES + " and for positions that depend on neither");
      }
    }
    if (pieces.isEmpty() || positions.isEmpty()) {
      throw patterns.unexpected(sum.input(), "the sum of a table of pieces and of one of positions");
    }
    return Bodies.of(pieces.get(), positions.get(), types, sum.normalisation(), heads.getFirst(), layers, epsilons.getFirst());
  }

  private List<String> terms(final String value) throws ModelRefusedException {
    final List<String> terms = new ArrayList<>();
    final Deque<String> open = new ArrayDeque<>(List.of(value));
    while (!open.isEmpty() && terms.size() + open.size() <= MOST_TERMS) {
      final String term = open.pop();
      final Optional<OnnxNode> sum = patterns.made(term, "Add");
      if (sum.isPresent()) {
        open.addAll(sum.get().inputs());
      } else {
        terms.add(term);
      }
    }
    return terms;
  }

  private <T> T require(final String value, final Optional<T> found) throws ModelRefusedException {
    if (found.isEmpty()) {
      throw patterns.unexpected(value, "an affine map");
    }
    return found.get();
  }

  private void requireSame(final String value, final String expected) throws ModelRefusedException {
    if (!value.equals(expected)) {
      throw patterns.unexpected(value, "the value " + SafetensorsHeader.shown(expected));
    }
  }
}
