package io.labelstream.model.encoder.family;

import io.labelstream.model.Metadata;
import io.labelstream.model.ModelFamily;
import io.labelstream.model.ModelFamilyContract;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.RandomEncoders;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.VectorOutput.Pooling;
import io.labelstream.model.encoder.VectorOutput.VectorLength;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.encoder.search.NeighbourGraph.Layer;
import io.labelstream.model.encoder.search.NeighbourGraph;
import io.labelstream.model.matrix.file.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class EncoderFamilyTest extends ModelFamilyContract {
  private static final List<String> TEXTS = List.of("The dog plays, the cat runs!", "sat on a mat", "words", "日é dog");

  @Override
  protected ModelFamily family() {
    return new EncoderFamily();
  }

  @Override
  protected Stream<Model> models() {
    return Stream.of(
        model("static", new RandomEncoders(1).tabled(), Precision.INT8),
        model("static with pairs", new RandomEncoders(3).pairs("[CLS]", "the", "the", "dog", "cat", "runs").labels("a", "b").tabled(), Precision.INT8),
        model("static of any length, with a map and labels, float32",
            new RandomEncoders(2).dense(7, Activation.TANH).length(VectorLength.ANY).labels("yes", "no", "perhaps").tabled(), Precision.FLOAT32),
        model("transformer with a map and labels",
            new RandomEncoders(5).dimensions(8).layers(1).dense(6, Activation.NONE).labels("a", "b").transformer(Pooling.FIRST), Precision.INT8),
        model("transformer, float32", new RandomEncoders(6).dimensions(8).layers(2).transformer(Pooling.MEAN), Precision.FLOAT32),
        model("documents with a graph", new RandomEncoders(7).dimensions(64).documents(6, Optional.of(graph())).tabled(), Precision.INT8));
  }

  /** Two layers: a ring of six documents, and above it two of them. */
  private static NeighbourGraph graph() {
    return new NeighbourGraph(4, 2, List.of(
        new Layer(new int[] {0, 1, 2, 3, 4, 5}, new int[] {0, 2, 4, 6, 8, 10, 12}, new int[] {1, 5, 0, 2, 1, 3, 2, 4, 3, 5, 4, 0}),
        new Layer(new int[] {1, 4}, new int[] {0, 1, 2}, new int[] {4, 1})));
  }

  private static Model model(final String name, final EncoderModel model, final Precision precision) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      EncoderFile.write(model, Metadata.none(), precision, Channels.newChannel(out));
    } catch (final IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Model(name, out.toByteArray(), TEXTS);
  }
}
