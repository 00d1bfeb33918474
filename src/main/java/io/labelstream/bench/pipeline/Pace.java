package io.labelstream.bench.pipeline;

/**
 * When each record of a steady load is due.
 *
 * @param recordsPerSecond more than 0
 */
record Pace(double recordsPerSecond) {
  private static final double NANOS = 1e9;

  Pace {
    if (!(recordsPerSecond > 0 && recordsPerSecond < NANOS)) {
      throw new IllegalArgumentException("recordsPerSecond=" + recordsPerSecond + " must be more than 0 and less than a billion");
    }
  }

  /** The time from the start to the moment at which a record is due; that of record 0 is the start itself. */
  long nanos(final long record) {
    return (long) (record * NANOS / recordsPerSecond);
  }

  /** How many records are due until a moment after the start, those of the moment itself included. */
  long due(final long nanos) {
    return (long) (nanos * recordsPerSecond / NANOS) + 1;
  }
}
