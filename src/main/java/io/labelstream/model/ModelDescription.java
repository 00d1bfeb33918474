package io.labelstream.model;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The description of a model by the header of its file.
 *
 * @param family the family's name, such as {@code fasttext}
 * @param formatVersion the version of the file format
 * @param fileBytes the size of the file
 * @param labels the number of labels that the model chooses from
 * @param dimensions the width of the vector that a text becomes; empty if texts become no vector
 * @param score the meaning of a label's score
 * @param scoreTolerance the greatest difference between a score and that of a golden sample, and the greatest distance between two scores whose labels may be
 *     in any order: covers differences between machines in the order of additions
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
