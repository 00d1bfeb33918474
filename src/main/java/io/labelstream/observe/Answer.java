package io.labelstream.observe;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The answer of the server to a request.
 *
 * @param status the HTTP status
 * @param contentType the type of {@code body}
 * @param body not to be changed
 */
record Answer(int status, String contentType, byte[] body) {
  static final int OK = 200;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int FAILED = 500;
  static final int UNAVAILABLE = 503;

  Answer {
    Objects.requireNonNull(contentType);
    Objects.requireNonNull(body);
  }

  /** Plain text. */
  static Answer text(final int status, final String text) {
    return new Answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }
}
