package io.labelstream.train.tune;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The result of a search.
 *
 * @param best the trial whose model is the best
 * @param score its measure
 * @param bytes the size of its file
 * @param trials all trials, in their order, without one that was given up when the time was over
 * @param took the time from the beginning to the end of the search
 * @param file the file of the best model
 */
public record Tuned(Trial best, double score, long bytes, List<Trial> trials, Duration took, Path file) {
  public Tuned {
    trials = List.copyOf(trials);
  }
}
