package io.labelstream.model;

import java.util.List;

/**
 * The bytes that a model holds outside the heap.
 *
 * @param parts by purpose, in the order in which to show them
 */
public record ModelMemory(List<Part> parts) {

  public ModelMemory {
    parts = List.copyOf(parts);
  }

  /** All bytes that belong to this process alone. */
  public long residentBytes() {
    return parts.stream().filter(part -> part.kind() != Kind.MAPPED).mapToLong(Part::bytes).sum();
  }

  /** All bytes that are pages of the model file, shared with the page cache and loaded on first touch. */
  public long mappedBytes() {
    return parts.stream().filter(part -> part.kind() == Kind.MAPPED).mapToLong(Part::bytes).sum();
  }

  /** The reason why memory is held. */
  public enum Kind {
    /** Copied or decoded from the file; the model cannot work without it. */
    REQUIRED,
    /** Computed from the rest to make the model faster; within {@link ModelOptions#derivedBudgetBytes()}. */
    DERIVED,
    /** Pages of the file itself. */
    MAPPED
  }

  /** One purpose. */
  public record Part(String name, Kind kind, long bytes) {}
}
