package io.labelstream.train.encoder.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.labelstream.model.ModelDefect;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.VectorOutput;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Dense;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.WordPieceVocabulary;
import io.labelstream.model.encoder.WordPieceVocabulary.LetterCase;
import io.labelstream.model.file.SafetensorsHeader;
import io.labelstream.model.matrix.FloatMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a folder in the layout of sentence-transformers.
 *
 * <pre>
 *  modules.json                    [{"idx":0, "path":"", "type":"sentence_transformers.models.Transformer"}, ...]; without it: mean and unit length
 *  config.json                     sizes of the transformer; this and the next three in the folder of the module
 *  model.safetensors               its weights
 *  tokenizer.json                  word pieces and rules; or vocab.txt and tokenizer_config.json
 *  sentence_bert_config.json       the length that texts are cut to, if there is one
 *  1_Pooling/config.json           how the vectors of the pieces become one
 *  2_Dense/config.json             a map to apply to it, of any number
 *  2_Dense/model.safetensors       its weights
 *  3_Normalize                     vectors have unit length
 * </pre>
 */
final class FolderSource {
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.safetensors";
  private static final String MODULES = "modules.json";
  private static final int MOST_MODULES = 16;
  private static final String LENGTH = "max_seq_length";
  private static final String TYPES = "sentence_transformers.";

  private final Path folder;
  private final Optional<Pooling> asked;
  private final List<String> notes = new ArrayList<>();

  private FolderSource(final Path folder, final Optional<Pooling> asked) {
    this.folder = folder;
    this.asked = asked;
  }

  /** A step from a text to its vector. */
  private record Module(String kind, Path folder) {}

  static ImportedEncoder read(final Path folder, final Optional<Pooling> pooling) throws IOException, ModelRefusedException {
    return new FolderSource(folder, pooling).read();
  }

  private ImportedEncoder read() throws IOException, ModelRefusedException {
    final Path modules = folder.resolve(MODULES);
    if (Files.notExists(modules)) {
      final TransformerBody body = body(folder);
      final Pooling pooling = asked.orElse(Pooling.MEAN);
      notes.add(Bodies.inWords(pooling) + (asked.isPresent() ? ", as asked for" : ", as the folder has no " + MODULES + " that says which pooling it needs"));
      notes.add("vectors of unit length");
      return Bodies.imported(vocabulary(folder), body, new VectorOutput(pooling, List.of(), VectorLength.UNIT), notes);
    }
    final List<Module> steps = steps(JsonFile.read(modules));
    final Path transformer = steps.getFirst().folder();
    final TransformerBody body = body(transformer);
    return Bodies.imported(vocabulary(transformer), body, output(steps, body.dimensions()), notes);
  }

  private List<Module> steps(final JsonFile modules) throws ModelRefusedException {
    final List<Module> steps = new ArrayList<>();
    for (final JsonNode module : modules.object()) {
      final String type = module.path("type").asText();
      final Path inner = folder.resolve(module.path("path").asText()).normalize();
      if (!type.startsWith(TYPES) || !inner.startsWith(folder.normalize()) || steps.size() == MOST_MODULES) {
        throw new ModelRefusedException(ModelDefect.UNSUPPORTED, MODULES + " has a module of the type " + SafetensorsHeader.shown(type)
            + ", expected up to " + MOST_MODULES + " of " + TYPES + "models in folders inside this one");
      }
      steps.add(new Module(type.substring(type.lastIndexOf('.') + 1), inner));
    }
    final List<String> kinds = steps.stream().map(Module::kind).toList();
    if (!String.join(" ", kinds).matches("Transformer Pooling( Dense)*( Normalize)?")) {
      throw new ModelRefusedException(ModelDefect.UNSUPPORTED,
          MODULES + " has the modules " + SafetensorsHeader.shown(String.join(", ", kinds)) + ", expected Transformer, Pooling, any Dense, and Normalize or none");
    }
    return steps;
  }

  private VectorOutput output(final List<Module> steps, final int dimensions) throws IOException, ModelRefusedException {
    final Pooling stated = pooling(JsonFile.read(steps.get(1).folder().resolve(CONFIG)));
    final List<Dense> dense = new ArrayList<>();
    int inputs = dimensions;
    for (final Module step : steps) {
      if (step.kind().equals("Dense")) {
        dense.add(dense(step.folder(), inputs));
        inputs = dense.getLast().bias().length;
        notes.add("map to " + inputs + " dimensions");
      }
    }
    final VectorLength length = steps.getLast().kind().equals("Normalize") ? VectorLength.UNIT : VectorLength.ANY;
    notes.add(length == VectorLength.UNIT ? "vectors of unit length" : "vectors of any length");
    return new VectorOutput(stated, dense, length);
  }

  private Pooling pooling(final JsonFile config) throws ModelRefusedException {
    if (asked.isPresent()) {
      notes.add(Bodies.inWords(asked.get()) + ", as asked for");
      return asked.get();
    }
    final List<String> modes = config.object().properties().stream()
        .filter(entry -> entry.getKey().startsWith("pooling_mode_") && entry.getValue().asBoolean()).map(Map.Entry::getKey).toList();
    final Pooling pooling = switch (String.join(", ", modes)) {
      case "pooling_mode_mean_tokens" -> Pooling.MEAN;
      case "pooling_mode_cls_token" -> Pooling.FIRST;
      default -> throw new ModelRefusedException(ModelDefect.UNSUPPORTED, "the module Pooling has the modes " + SafetensorsHeader.shown(modes.toString())
          + ", expected pooling_mode_mean_tokens or pooling_mode_cls_token");
    };
    notes.add(Bodies.inWords(pooling));
    return pooling;
  }

  private static Dense dense(final Path folder, final int inputs) throws IOException, ModelRefusedException {
    final JsonFile config = JsonFile.read(folder.resolve(CONFIG));
    config.require("in_features", String.valueOf(inputs));
    config.require("activation_function", "\"torch.nn.modules.activation.Tanh\"", "\"torch.nn.modules.linear.Identity\"");
    final int outputs = config.count("out_features");
    try (SafetensorsWeights weights = SafetensorsWeights.open(folder.resolve(WEIGHTS), "linear.weight")) {
      final FloatMatrix weight = weights.matrix("linear.weight", outputs, inputs);
      final float[] bias = config.truth("bias").orElse(true) ? weights.vector("linear.bias", outputs) : new float[outputs];
      Bodies.requireFinite(weight.values(), "the module Dense");
      Bodies.requireFinite(bias, "the module Dense");
      return new Dense(weight, bias, config.text("activation_function").orElse("").endsWith("Tanh") ? Activation.TANH : Activation.NONE);
    }
  }

  /** The transformer; positions beyond the length that texts are cut to are left out, so that they are cut to it here, too. */
  private static TransformerBody body(final Path inner) throws IOException, ModelRefusedException {
    final TransformerBody whole = BertWeights.read(JsonFile.read(inner.resolve(CONFIG)), inner.resolve(WEIGHTS));
    final JsonFile limits = limits(inner);
    if (!limits.object().path(LENGTH).isNumber()) {
      return whole;
    }
    final int positions = Math.min(limits.count(LENGTH), whole.positions().rows());
    return new TransformerBody(
        whole.tokens(), new FloatMatrix(positions, whole.dimensions(), Arrays.copyOf(whole.positions().values(), positions * whole.dimensions())),
        whole.normalisation(), whole.heads(), whole.layers(), whole.epsilon());
  }

  private static WordPieceVocabulary vocabulary(final Path inner) throws IOException, ModelRefusedException {
    final Path tokenizer = inner.resolve("tokenizer.json");
    final WordPieceVocabulary vocabulary =
        Files.exists(tokenizer) ? Tokenizers.of(JsonFile.read(tokenizer)) : Tokenizers.of(inner.resolve("vocab.txt"), beside(inner, "tokenizer_config.json"));
    if (vocabulary.letterCase() == LetterCase.KEPT) {
      limits(inner).require("do_lower_case", "(none)", "null", "false");
    }
    return vocabulary;
  }

  private static JsonFile limits(final Path inner) throws IOException, ModelRefusedException {
    return beside(inner, "sentence_bert_config.json");
  }

  private static JsonFile beside(final Path inner, final String name) throws IOException, ModelRefusedException {
    final Path file = inner.resolve(name);
    return Files.exists(file) ? JsonFile.read(file) : JsonFile.EMPTY;
  }
}
