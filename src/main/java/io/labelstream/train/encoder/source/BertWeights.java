package io.labelstream.train.encoder.source;

import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.TransformerBody.Affine;
import io.labelstream.model.encoder.TransformerBody.Layer;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.matrix.FloatMatrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The weights of a BERT in a safetensors file, by the names that the library transformers gives them, after any prefix. */
final class BertWeights {
  private static final String PIECES = "embeddings.word_embeddings.weight";
  private static final String TOKEN_TYPES = "embeddings.token_type_embeddings.weight";
  private static final float USUAL_EPSILON = 1e-12f;

  private final SafetensorsWeights weights;
  private final int width;
  private final int inner;

  private BertWeights(final SafetensorsWeights weights, final int width, final int inner) {
    this.weights = weights;
    this.width = width;
    this.inner = inner;
  }

  /** @param config sizes and functions of the network */
  static TransformerBody read(final JsonFile config, final Path file) throws IOException, ModelRefusedException {
    config.require("model_type", "\"bert\"");
    config.require("hidden_act", "\"gelu\"");
    config.require("position_embedding_type", "(none)", "null", "\"absolute\"");
    config.require("is_decoder", "(none)", "null", "false");
    try (SafetensorsWeights weights = SafetensorsWeights.open(file, PIECES)) {
      return new BertWeights(weights, config.count("hidden_size"), config.count("intermediate_size")).body(config);
    }
  }

  private TransformerBody body(final JsonFile config) throws ModelRefusedException {
    final FloatMatrix pieces = weights.matrix(PIECES, config.count("vocab_size"), width);
    final FloatMatrix positions = weights.matrix("embeddings.position_embeddings.weight", config.count("max_position_embeddings"), width);
    final Optional<FloatMatrix> types =
        weights.has(TOKEN_TYPES) ? Optional.of(weights.matrix(TOKEN_TYPES, config.count("type_vocab_size"), width)) : Optional.empty();
    final int count = config.count("num_hidden_layers");
    final List<Layer> layers = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      layers.add(layer("encoder.layer." + number + "."));
    }
    final float epsilon = (float) config.object().path("layer_norm_eps").asDouble(USUAL_EPSILON);
    return Bodies.of(pieces, positions, types, normalisation("embeddings.LayerNorm"), config.count("num_attention_heads"), layers, epsilon);
  }

  private Layer layer(final String name) throws ModelRefusedException {
    return new Layer(
        affine(name + "attention.self.query", width, width),
        affine(name + "attention.self.key", width, width),
        affine(name + "attention.self.value", width, width),
        affine(name + "attention.output.dense", width, width),
        normalisation(name + "attention.output.LayerNorm"),
        affine(name + "intermediate.dense", inner, width),
        affine(name + "output.dense", width, inner),
        normalisation(name + "output.LayerNorm"));
  }

  private Affine affine(final String name, final int outputs, final int inputs) throws ModelRefusedException {
    return new Affine(weights.matrix(name + ".weight", outputs, inputs), weights.vector(name + ".bias", outputs));
  }

  private LayerNormalisation normalisation(final String name) throws ModelRefusedException {
    // Files that were converted from the first release of BERT have the names of TensorFlow.
    final boolean old = weights.has(name + ".gamma");
    return new LayerNormalisation(weights.vector(name + (old ? ".gamma" : ".weight"), width), weights.vector(name + (old ? ".beta" : ".bias"), width));
  }
}
