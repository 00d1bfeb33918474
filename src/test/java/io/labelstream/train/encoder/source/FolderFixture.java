package io.labelstream.train.encoder.source;

import io.labelstream.model.encoder.TransformerBody.Affine;
import io.labelstream.model.encoder.TransformerBody.Layer;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.file.Safetensors;
import io.labelstream.model.file.Safetensors.NewTensor;
import io.labelstream.model.file.Safetensors.Type;
import io.labelstream.model.matrix.FloatMatrix;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a BERT as a folder in the layout of sentence-transformers. */
final class FolderFixture {
  /** The {@code config.json}. */
  static final String CONFIG = """
      {"model_type":"bert","hidden_act":"gelu","position_embedding_type":"absolute","hidden_size":8,"intermediate_size":12,"num_hidden_layers":2,
       "num_attention_heads":2,"vocab_size":12,"max_position_embeddings":10,"type_vocab_size":2,"layer_norm_eps":1e-6}
      """;

  /** The {@code tokenizer.json}. */
  static final String TOKENIZER = """
      {"version":"1.0","truncation":null,"padding":null,
       "added_tokens":[{"id":0,"content":"[PAD]","special":true},{"id":2,"content":"[CLS]","special":true}],
       "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},
       "pre_tokenizer":{"type":"BertPreTokenizer"},
       "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},
        {"SpecialToken":{"id":"[SEP]","type_id":0}}]},
       "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
        "vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"[MASK]":4,"the":5,"cat":6,"##s":7,"sat":8,"e":9,"world":10,".":11}}}
      """;

  /** The modules: a transformer, the pooling, a map, and unit length. */
  static final String MODULES = """
      [{"idx":0,"name":"0","path":"","type":"sentence_transformers.models.Transformer"},
       {"idx":1,"name":"1","path":"1_Pooling","type":"sentence_transformers.models.Pooling"},
       {"idx":2,"name":"2","path":"2_Dense","type":"sentence_transformers.models.Dense"},
       {"idx":3,"name":"3","path":"3_Normalize","type":"sentence_transformers.models.Normalize"}]
      """;

  private final List<NewTensor> tensors = new ArrayList<>();
  private final Type type;
  private final String prefix;

  private FolderFixture(final Type type, final String prefix) {
    this.type = type;
    this.prefix = prefix;
  }

  /** Writes a folder without modules. */
  static void write(final Path folder, final TinyBert bert, final Type type, final String prefix) throws IOException {
    Files.writeString(folder.resolve("config.json"), CONFIG);
    Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
    writeWeights(folder.resolve("model.safetensors"), bert, type, prefix);
  }

  static void writeWeights(final Path file, final TinyBert bert, final Type type, final String prefix) throws IOException {
    final FolderFixture fixture = new FolderFixture(type, prefix);
    fixture.add("embeddings.word_embeddings.weight", bert.pieces());
    fixture.add("embeddings.position_embeddings.weight", bert.positions());
    fixture.add("embeddings.token_type_embeddings.weight", bert.types());
    fixture.add("embeddings.LayerNorm", bert.normalisation());
    for (int number = 0; number < bert.layers().size(); number++) {
      fixture.add("encoder.layer." + number + ".", bert.layers().get(number));
    }
    fixture.write(file);
  }

  /** Adds the modules to a folder. */
  static void writeModules(final Path folder, final Affine dense) throws IOException {
    Files.writeString(folder.resolve("modules.json"), MODULES);
    Files.writeString(Files.createDirectory(folder.resolve("1_Pooling")).resolve("config.json"),
        "{\"word_embedding_dimension\":8,\"pooling_mode_cls_token\":true,\"pooling_mode_mean_tokens\":false,\"pooling_mode_max_tokens\":false}");
    final Path map = Files.createDirectory(folder.resolve("2_Dense"));
    Files.writeString(map.resolve("config.json"), "{\"in_features\":8,\"out_features\":" + dense.bias().length
        + ",\"bias\":true,\"activation_function\":\"torch.nn.modules.activation.Tanh\"}");
    final FolderFixture weights = new FolderFixture(Type.F32, "");
    weights.add("linear", dense);
    weights.write(map.resolve("model.safetensors"));
  }

  private void write(final Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
      Safetensors.write(Map.of("format", "pt"), tensors, channel);
    }
  }

  private void add(final String name, final Layer layer) {
    add(name + "attention.self.query", layer.query());
    add(name + "attention.self.key", layer.key());
    add(name + "attention.self.value", layer.value());
    add(name + "attention.output.dense", layer.output());
    add(name + "attention.output.LayerNorm", layer.afterAttention());
    add(name + "intermediate.dense", layer.intermediate());
    add(name + "output.dense", layer.reduction());
    add(name + "output.LayerNorm", layer.afterReduction());
  }

  private void add(final String name, final Affine map) {
    add(name + ".weight", map.weight());
    add(name + ".bias", map.bias(), map.bias().length);
  }

  private void add(final String name, final LayerNormalisation normalisation) {
    add(name + ".weight", normalisation.gain(), normalisation.gain().length);
    add(name + ".bias", normalisation.shift(), normalisation.shift().length);
  }

  private void add(final String name, final FloatMatrix matrix) {
    add(name, matrix.values(), matrix.rows(), matrix.columns());
  }

  private void add(final String name, final float[] values, final long... shape) {
    final ByteBuffer bytes = ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (final float value : values) {
      switch (type) {
        case F16 -> bytes.putShort(Float.floatToFloat16(value));
        case BF16 -> bytes.putShort((short) (Float.floatToRawIntBits(value) >>> Short.SIZE));
        default -> bytes.putFloat(value);
      }
    }
    tensors.add(NewTensor.of(prefix + name, type, MemorySegment.ofArray(bytes.array()), shape));
  }
}
