package io.labelstream.train.inception;

import io.labelstream.model.inception.Affine;
import io.labelstream.model.inception.Enhancement;
import io.labelstream.model.inception.InceptionEncoder;
import io.labelstream.model.inception.InceptionHead;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.train.autograd.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes and reads the weights of models of one shape, bit for bit. */
final class ModelArrays {
  private ModelArrays() {}

  static void write(final InceptionModel model, final DataOutput out) throws IOException {
    for (final float[] array : arrays(model)) {
      StateArrays.write(array, out);
    }
    if (model.encoder().enhancement().isPresent()) {
      out.writeFloat(model.encoder().enhancement().get().wordFactor());
      out.writeFloat(model.encoder().enhancement().get().dimensionFactor());
    }
  }

  /** The model whose weights were written, which overwrites the arrays of another one of the same shape. */
  static InceptionModel read(final InceptionModel other, final DataInput in) throws IOException {
    for (final float[] array : arrays(other)) {
      StateArrays.read(array, in);
    }
    final InceptionEncoder encoder = other.encoder();
    if (encoder.enhancement().isEmpty()) {
      return other;
    }
    final Enhancement enhancement = encoder.enhancement().get();
    final Enhancement read = new Enhancement(in.readFloat(), enhancement.words(), in.readFloat(), enhancement.dimensions());
    return new InceptionModel(other.words(), other.vocabulary(), other.wordTexts(), other.embeddings(),
        new InceptionEncoder(encoder.shape(), Optional.of(read), encoder.projection(), encoder.first(), encoder.second(), encoder.scale(), encoder.shift()),
        other.head(), other.shortlist(), other.labels(), other.labelTexts(), other.texts());
  }

  private static List<float[]> arrays(final InceptionModel model) {
    final List<float[]> arrays = new ArrayList<>();
    arrays.add(model.embeddings().values());
    final InceptionEncoder encoder = model.encoder();
    encoder.enhancement().ifPresent(enhancement -> {
      arrays.add(enhancement.words().values());
      arrays.add(enhancement.dimensions().values());
    });
    add(encoder.projection(), arrays);
    encoder.first().forEach(map -> add(map, arrays));
    add(encoder.second(), arrays);
    arrays.add(encoder.scale());
    arrays.add(encoder.shift());
    add(model.head(), arrays);
    model.shortlist().ifPresent(shortlist -> add(shortlist.clusters(), arrays));
    return arrays;
  }

  private static void add(final InceptionHead head, final List<float[]> arrays) {
    add(head.hidden(), arrays);
    arrays.add(head.scale());
    arrays.add(head.shift());
    add(head.output(), arrays);
  }

  private static void add(final Affine map, final List<float[]> arrays) {
    arrays.add(map.weight().values());
    arrays.add(map.bias());
  }
}
