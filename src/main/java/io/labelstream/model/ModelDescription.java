package io.labelstream.model;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a model file is, in the words of its own header.
 *
 * @param family the family's name, such as {@code fasttext}
 * @param formatVersion the version of the file format
 * @param fileBytes the size of the file
 * @param labels how many labels the model chooses from
 * @param dimensions the width of the vector that a text becomes; empty where it becomes none
 * @param score what the score of a label means
 * @param scoreTolerance how far a score may be from the one that a golden sample has, and how close two scores must be for their labels to stand in any
 *     order: covers what the order of additions changes between machines
 * @param properties further properties in the order in which to show them
 * @param parts the file's sections in file order; their bytes add up to {@code fileBytes}
 */
public record ModelDescription(
    String family,
    int formatVersion,
    long fileBytes,
    int labels,
    OptionalInt dimensions,
    ScoreMeaning score,
    float scoreTolerance,
    List<Property> properties,
    List<Part> parts) {

  public ModelDescription {
    Objects.requireNonNull(family);
    Objects.requireNonNull(dimensions);
    Objects.requireNonNull(score);
    if (!(scoreTolerance >= 0)) {
      throw new IllegalArgumentException("scoreTolerance=" + scoreTolerance + " must not be negative");
    }
    properties = List.copyOf(properties);
    parts = List.copyOf(parts);
  }

  /** A named property; numbers as plain decimals. */
  public record Property(String name, String value) {}

  /** A section of the file and its size. */
  public record Part(String name, long bytes) {}
}
