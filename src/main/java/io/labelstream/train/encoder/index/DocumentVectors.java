package io.labelstream.train.encoder.index;

import io.labelstream.kernel.ByteRowKernels;
import io.labelstream.model.SharedText;
import io.labelstream.model.encoder.EncoderSession;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.model.encoder.search.DocumentRows;
import io.labelstream.train.DocumentIndex.LeftOut;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleConsumer;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The ids and the vectors of documents. Not thread-safe. */
final class DocumentVectors implements ExampleConsumer {
  private final EncoderSession session;
  private final int dimensions;
  private final SharedText text = new SharedText();
  private final Set<String> known = new HashSet<>();
  private final List<byte[]> ids = new ArrayList<>();
  private final List<float[]> vectors = new ArrayList<>();
  private long withoutId;
  private long repeated;
  private long withoutText;
  private long unknown;

  DocumentVectors(final TextEncoder encoder) {
    this.session = encoder.newSession();
    this.dimensions = encoder.dimensions();
  }

  @Override
  public void accept(final Example document) {
    if (document.labels().isEmpty()) {
      withoutId++;
    } else if (document.length() == 0) {
      withoutText++;
    } else if (known.contains(document.labels().getFirst())) {
      repeated++;
    } else {
      text.set(document.text(), document.offset(), document.length());
      add(document.labels().getFirst(), session.encode(text));
    }
  }

  private void add(final String id, final float[] encoded) {
    double squares = 0;
    for (int at = 0; at < dimensions; at++) {
      squares += (double) encoded[at] * encoded[at];
    }
    if (!(squares > 0 && Double.isFinite(squares))) {
      unknown++;
      return;
    }
    final float[] unit = Arrays.copyOf(encoded, dimensions);
    for (int at = 0; at < dimensions; at++) {
      unit[at] = (float) (unit[at] / Math.sqrt(squares));
    }
    known.add(id);
    ids.add(id.getBytes(StandardCharsets.UTF_8));
    vectors.add(unit);
  }

  int count() {
    return ids.size();
  }

  /** UTF-8. */
  List<byte[]> ids() {
    return ids;
  }

  LeftOut left() {
    return new LeftOut(withoutId, repeated, withoutText, unknown);
  }

  /** The vectors, of which there is at least one, in the largest steps that reach their greatest number. */
  DocumentRows rows() {
    float greatest = 0;
    for (final float[] vector : vectors) {
      for (final float number : vector) {
        greatest = Math.max(greatest, Math.abs(number));
      }
    }
    final float step = greatest / ByteRowKernels.MOST;
    final MemorySegment values = MemorySegment.ofArray(new byte[Math.multiplyExact(count(), dimensions)]);
    final byte[] row = new byte[dimensions];
    for (int document = 0; document < count(); document++) {
      for (int at = 0; at < dimensions; at++) {
        row[at] = (byte) Math.clamp(Math.round(vectors.get(document)[at] / step), -ByteRowKernels.MOST, ByteRowKernels.MOST);
      }
      MemorySegment.copy(MemorySegment.ofArray(row), 0, values, (long) document * dimensions, dimensions);
    }
    return new DocumentRows(count(), dimensions, step, values);
  }
}
