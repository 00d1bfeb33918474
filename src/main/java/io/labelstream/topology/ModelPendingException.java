package io.labelstream.topology;

import org.apache.kafka.common.errors.RetriableException;

/**
 * A record has waited as long as it may for the model version that is to label it. Nothing is wrong with the record: its task fails, and takes it again.
 * The message names the slot and what is waited for.
 */
public final class ModelPendingException extends RetriableException {
  private static final long serialVersionUID = 1L;

  public ModelPendingException(final String message) {
    super(message);
  }

  public ModelPendingException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
