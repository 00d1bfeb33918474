package io.labelstream.train.encoder.head;

import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.EncoderSession;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads texts as vectors of an encoder. For one thread. */
final class VectorReader {
  private final EncoderSession session;
  private final int dimensions;
  private final SharedText text = new SharedText();

  VectorReader(final TextEncoder encoder) {
    this.session = encoder.newSession();
    this.dimensions = encoder.dimensions();
  }

  /** The texts that were read so far. */
  private final class Read {
    private final FloatArrayList values = new FloatArrayList();
    private final IntArrayList labels = new IntArrayList();
    private int withoutVector;

    void add(final int label) {
      final float[] vector = session.encode(text);
      boolean isZero = true;
      for (int d = 0; d < dimensions; d++) {
        isZero &= vector[d] == 0;
      }
      if (isZero) {
        withoutVector++;
        return;
      }
      values.addElements(values.size(), vector, 0, dimensions);
      labels.add(label);
    }

    LabelledVectors all() {
      return new LabelledVectors(new Vectors(labels.size(), dimensions, values.toFloatArray()), labels.toIntArray(), withoutVector);
    }
  }

  /**
   * The descriptions of labels, each with the id of its label: the place in the file.
   *
   * @throws TrainingDataException if a description has no vector
   */
  LabelledVectors read(final LabelDescriptions descriptions) throws TrainingDataException {
    final Read read = new Read();
    for (int label = 0; label < descriptions.labels().size(); label++) {
      for (final String description : descriptions.descriptions().get(label)) {
        text.set(description);
        read.add(label);
        if (read.withoutVector > 0) {
          throw new TrainingDataException(
              "'" + descriptions.name() + "' has a description of '" + descriptions.labels().get(label) + "' of which the encoder knows no piece: describe it in "
                  + "words of the encoder's language");
        }
      }
    }
    return read.all();
  }

  /**
   * Texts with one label each.
   *
   * @param names of labels; those that are not there yet are added
   * @throws IOException if the source cannot be read
   * @throws TrainingDataException if it is of another form than expected, or a text has no label or several
   */
  LabelledVectors read(final ExampleSource source, final List<String> names) throws IOException, TrainingDataException {
    final Read read = new Read();
    final Refusal refusal = new Refusal();
    source.forEach(example -> {
      if (example.labels().size() != 1) {
        refusal.message = source.name() + " has a text with " + (example.labels().isEmpty() ? "no label" : "several labels")
            + ", expected one label each; --finetune takes texts with several labels";
        return;
      }
      final String label = example.labels().getFirst();
      int id = names.indexOf(label);
      if (id < 0) {
        id = names.size();
        names.add(label);
      }
      add(example, id, read);
    });
    if (refusal.message != null) {
      throw new TrainingDataException(refusal.message);
    }
    return read.all();
  }

  /** Texts without labels, all with the label id 0. */
  LabelledVectors read(final List<String> lines) {
    final Read read = new Read();
    for (final String line : lines) {
      text.set(line);
      read.add(0);
    }
    return read.all();
  }

  private void add(final Example example, final int label, final Read read) {
    text.set(example.text(), example.offset(), example.length());
    read.add(label);
  }

  /** Why a source is refused, found while it is read. */
  private static final class Refusal {
    private @Nullable String message;
  }
}
