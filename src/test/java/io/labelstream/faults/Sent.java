package io.labelstream.faults;

import java.util.Optional;

/**
 * A record of the input, as its producer knows it.
 *
 * @param id its number, from 0
 * @param kind whether it can be read
 */
record Sent(long id, Optional<String> key, long timestamp, Kind kind) {
  enum Kind {
    TEXT,
    /** A dead letter is due. */
    POISON
  }
}
