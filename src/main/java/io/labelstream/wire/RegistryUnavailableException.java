package io.labelstream.wire;

/** No registry server answered, or none answered sensibly, although each was asked several times. Trying again later can succeed. */
public final class RegistryUnavailableException extends RegistryException {
  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(final String message) {
    super(message);
  }

  public RegistryUnavailableException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
