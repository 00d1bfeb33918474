package io.labelstream.model.encoder.file;

import io.labelstream.model.encoder.EncoderBody;
import io.labelstream.model.encoder.PiecePairs;
import io.labelstream.model.encoder.StaticBody;
import io.labelstream.model.encoder.TransformerBody;
import io.labelstream.model.encoder.TransformerBody.LayerNormalisation;
import io.labelstream.model.encoder.TransformerWeights;
import io.labelstream.model.matrix.AffineRows;
import io.labelstream.model.matrix.QuantisedRows;
import io.labelstream.model.matrix.file.StoredMatrix;
import java.util.List;

/** A body in the bytes of a file. Immutable, valid as long as these are. */
public sealed interface StoredBody {
  /** The body on the heap. */
  EncoderBody body();

  /** The number of dimensions of the vectors that leave it. */
  int dimensions();

  /** The number of word pieces that it knows. */
  int pieces();

  /** A {@link StaticBody}. */
  record Table(StoredMatrix table, PiecePairs pairs) implements StoredBody {
    /** The rows as 8-bit integers. */
    public QuantisedRows quantised() {
      return table.quantised();
    }

    @Override
    public EncoderBody body() {
      return new StaticBody(table.floats(), pairs);
    }

    @Override
    public int dimensions() {
      return table.columns();
    }

    @Override
    public int pieces() {
      return table.rows() - pairs.count();
    }
  }

  /** A {@link TransformerBody}; the components are its own. */
  record Transformer(
      StoredMatrix tokens, StoredMatrix positions, LayerNormalisation normalisation, int heads, List<Layer> layers, float epsilon) implements StoredBody {
    public Transformer {
      layers = List.copyOf(layers);
    }

    /** Views of the file. */
    public TransformerWeights weights() {
      return new TransformerWeights(tokens.weights(), positions.weights(), normalisation, heads, layers.stream().map(Layer::weights).toList(), epsilon);
    }

    @Override
    public EncoderBody body() {
      return new TransformerBody(tokens.floats(), positions.floats(), normalisation, heads, layers.stream().map(Layer::layer).toList(), epsilon);
    }

    @Override
    public int dimensions() {
      return tokens.columns();
    }

    @Override
    public int pieces() {
      return tokens.rows();
    }
  }

  /** A {@link TransformerBody.Affine}. */
  record Affine(StoredMatrix weight, float[] bias) {
    private TransformerBody.Affine affine() {
      return new TransformerBody.Affine(weight.floats(), bias);
    }

    private AffineRows weights() {
      return new AffineRows(weight.weights(), bias);
    }
  }

  /** A {@link TransformerBody.Layer}. */
  record Layer(
      Affine query, Affine key, Affine value, Affine output, LayerNormalisation afterAttention,
      Affine intermediate, Affine reduction, LayerNormalisation afterReduction) {

    private TransformerBody.Layer layer() {
      return new TransformerBody.Layer(
          query.affine(), key.affine(), value.affine(), output.affine(), afterAttention, intermediate.affine(), reduction.affine(), afterReduction);
    }

    private TransformerWeights.Layer weights() {
      return new TransformerWeights.Layer(
          query.weights(), key.weights(), value.weights(), output.weights(), afterAttention, intermediate.weights(), reduction.weights(), afterReduction);
    }
  }
}
