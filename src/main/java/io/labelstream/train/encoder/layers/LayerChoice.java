package io.labelstream.train.encoder.layers;

import java.util.ArrayList;
import java.util.List;

/** Choices among the layers of a teacher. */
public final class LayerChoice {
  private LayerChoice() {}

  /**
   * All ways to take some of the layers in their order. The first one is always taken, as it is what reads the rows of pieces.
   *
   * @param of the number of the teacher's layers
   * @param count the number to take, from 1 to {@code of}
   */
  public static List<List<Integer>> all(final int of, final int count) {
    List<List<Integer>> choices = List.of(List.of(0));
    for (int taken = 1; taken < count; taken++) {
      final List<List<Integer>> longer = new ArrayList<>();
      for (final List<Integer> choice : choices) {
        for (int next = choice.getLast() + 1; next < of; next++) {
          final List<Integer> more = new ArrayList<>(choice);
          more.add(next);
          longer.add(List.copyOf(more));
        }
      }
      choices = longer;
    }
    return choices;
  }
}
