package io.labelstream.model.encoder.family;

import io.labelstream.model.Labels;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelMemory.Part;
import io.labelstream.model.OffHeapLabels;
import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.search.OpenDocuments;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;

/** A head that is open. Immutable and thread-safe, as long as its arena is open. */
sealed interface OpenedHead permits NoHead, LabelHead, DocumentHead {
  /** The labels that it gives. */
  Labels labels();

  /** Scratch memory for one thread. */
  HeadSession newSession();

  /** The memory that {@link #of} allocates. */
  static List<Part> memory(final EncoderHead head) {
    return switch (head) {
      case EncoderHead.None _ -> List.of(new Part("labels", Kind.REQUIRED, labelBytes(List.of())));
      case EncoderHead.LabelRows rows -> List.of(
          new Part("label rows", Kind.REQUIRED, LabelHead.bytesFor(rows)), new Part("labels", Kind.REQUIRED, labelBytes(rows.labels())));
      case EncoderHead.Documents documents -> Stream.concat(
          OpenDocuments.memory(documents.rows(), documents.graph()).stream(),
          Stream.of(new Part("ids", Kind.REQUIRED, labelBytes(documents.ids())))).toList();
    };
  }

  /** Lays out a head in {@code arena}. */
  static OpenedHead of(final EncoderHead head, final Arena arena) {
    return switch (head) {
      case EncoderHead.None _ -> new NoHead(OffHeapLabels.of(List.of(), arena));
      case EncoderHead.LabelRows rows -> LabelHead.of(rows, OffHeapLabels.of(rows.labels(), arena), arena);
      case EncoderHead.Documents documents -> new DocumentHead(
          OffHeapLabels.of(documents.ids(), arena), OpenDocuments.of(documents.rows(), documents.graph(), arena));
    };
  }

  private static long labelBytes(final List<byte[]> labels) {
    return OffHeapLabels.bytesFor(labels.size(), label -> labels.get(label).length);
  }
}
