package io.labelstream.model.encoder.family;

import io.labelstream.model.FileTables;
import io.labelstream.model.Labels;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelMemory.Part;
import io.labelstream.model.encoder.file.StoredHead;
import io.labelstream.model.encoder.search.OpenDocuments;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** A head that is open. Immutable and thread-safe, as long as its arena is open. */
sealed interface OpenedHead permits NoHead, LabelHead, DocumentHead {
  /** The labels that it gives. */
  Labels labels();

  /** Scratch memory for one thread. */
  HeadSession newSession();

  /** The memory that {@link #of} takes. */
  static List<Part> memory(final StoredHead head, final FileTables tables) {
    final List<Part> parts = new ArrayList<>();
    switch (head) {
      case StoredHead.None _ -> {}
      case StoredHead.Labels labels -> parts.add(new Part("label rows", Kind.REQUIRED, LabelHead.bytesFor(labels.head())));
      case StoredHead.Documents documents -> parts.addAll(OpenDocuments.memory(documents.rows(), documents.graph(), tables));
    }
    parts.addAll(head.names().memory(head instanceof StoredHead.Documents ? "ids" : "labels", tables));
    return parts;
  }

  /** Lays out a head in {@code arena}. */
  static OpenedHead of(final StoredHead head, final FileTables tables, final Arena arena) {
    final Labels labels = head.names().open(tables, arena);
    return switch (head) {
      case StoredHead.None _ -> new NoHead(labels);
      case StoredHead.Labels stored -> LabelHead.of(stored.head(), labels, arena);
      case StoredHead.Documents documents -> new DocumentHead(labels, OpenDocuments.of(documents.rows(), documents.graph(), tables, arena));
    };
  }
}
