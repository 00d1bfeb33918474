package io.labelstream.train.tune;

import java.nio.file.Path;
import java.util.List;

/**
 * What a search has come to.
 *
 * @param best the trial whose model is the best
 * @param score its measure
 * @param bytes the size of its file
 * @param trials all trials, in their order
 * @param file where the best model was written
 */
public record Tuned(Trial best, double score, long bytes, List<Trial> trials, Path file) {
  public Tuned {
    trials = List.copyOf(trials);
  }
}
