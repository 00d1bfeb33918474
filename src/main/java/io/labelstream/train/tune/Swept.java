package io.labelstream.train.tune;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The result of a sweep.
 *
 * @param points all models, in their order
 * @param front those than which no other is both better and faster, the fastest first
 * @param chosen the model that the goal asks for; empty if none fits
 * @param ending the reason why there are no more points
 */
public record Swept(List<OperatingPoint> points, List<OperatingPoint> front, Optional<Chosen> chosen, Ending ending) {
  public Swept {
    points = List.copyOf(points);
    front = List.copyOf(front);
  }

  /** The model that was chosen, and its file. */
  public record Chosen(OperatingPoint point, Path file) {}

  /** The reason why a sweep ended. */
  public enum Ending {
    /** All combinations of settings were tried. */
    COMPLETE,
    /** The time was over. */
    OUT_OF_TIME,
    /** It was stopped, and the last round of times left out. */
    STOPPED
  }
}
