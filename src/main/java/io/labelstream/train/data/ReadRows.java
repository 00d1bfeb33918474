package io.labelstream.train.data;

import io.labelstream.train.data.DataOptions.Unreadable;
import io.labelstream.train.data.TrainingDataException.Remedy;

/** Counts the rows of a source during one reading, or refuses them. Not thread-safe. */
public final class ReadRows {
  private final String source;
  private final Unreadable policy;
  private long examples;
  private long empty;
  private long unreadable;
  private String firstProblem = "";

  /**
   * @param source the rows in messages, such as {@code rows of 'x.csv'}
   * @param policy the treatment of rows that cannot be read
   */
  public ReadRows(final String source, final Unreadable policy) {
    this.source = source;
    this.policy = policy;
  }

  /** A row is an example. */
  public void example() {
    examples++;
  }

  /** A row is empty. */
  public void empty() {
    empty++;
  }

  /**
   * A row cannot be read.
   *
   * @param place its place
   * @throws TrainingDataException if such rows are refused
   */
  public void unreadable(final String place, final UnreadableLineException problem) throws TrainingDataException {
    if (policy == Unreadable.REFUSED) {
      throw new TrainingDataException(place + ": " + problem.getMessage(), Remedy.SKIPPING);
    }
    firstProblem = unreadable == 0 ? place + ": " + problem.getMessage() : firstProblem;
    unreadable++;
  }

  /**
   * All rows have been read.
   *
   * @throws TrainingDataException if more rows are unreadable than readable: then the rows are not to blame
   */
  public void end() throws TrainingDataException {
    if (unreadable > examples) {
      throw new TrainingDataException(unreadable + " of " + (examples + unreadable) + " " + source + " cannot be read, which is too many to pass over; the first, "
          + firstProblem);
    }
  }

  /** Passes the counts on. */
  public void addTo(final Survey survey) {
    survey.passedOver(empty, unreadable, firstProblem);
  }
}
