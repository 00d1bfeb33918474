package io.labelstream.pipeline.config;

import io.labelstream.wire.RegistryException;
import org.apache.kafka.common.KafkaException;

/** A failure as one line that quotes no record. */
public final class FailureLine {
  private FailureLine() {}

  /** One line on a failure: its deepest cause that is known never to quote a record, with its message; of any other only the class. */
  public static String of(final Throwable failure) {
    String known = "";
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      root = cause;
      if ((cause instanceof KafkaException || cause instanceof RegistryException) && cause.getMessage() != null) {
        known = cause.getClass().getSimpleName() + ": " + cause.getMessage().lines().findFirst().orElse("");
      }
    }
    final String origin = root.getClass().getName();
    if (known.isEmpty()) {
      return origin;
    }
    return known.startsWith(root.getClass().getSimpleName() + ":") ? known : known + " (" + origin + ")";
  }
}
