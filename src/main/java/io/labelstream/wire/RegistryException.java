package io.labelstream.wire;

/**
 * The schema registry did not give what was asked of it. This is never the fault of the record at hand: the same record succeeds once the
 * registry, or its configuration, is put right. Messages name the server and the subject or id, never credentials.
 */
public abstract sealed class RegistryException extends RuntimeException permits RegistryUnavailableException, RegistryRefusedException {
  private static final long serialVersionUID = 1L;

  RegistryException(final String message) {
    super(message);
  }

  RegistryException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
