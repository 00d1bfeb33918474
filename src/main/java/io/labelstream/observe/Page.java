package io.labelstream.observe;

import java.io.IOException;

/** One path of the server. Thread-safe. */
@FunctionalInterface
interface Page {
  /**
   * The content at this moment.
   *
   * @param query the part of the address after the question mark, or an empty string
   * @param accept the request's {@code Accept} header, or an empty string
   */
  Answer answer(String query, String accept) throws IOException;
}
