package io.labelstream.wire;

/** The registry answered no: credentials, permissions, an incompatible or missing schema. Trying again changes nothing. */
public final class RegistryRefusedException extends RegistryException {
  private static final long serialVersionUID = 1L;

  public RegistryRefusedException(final String message) {
    super(message);
  }
}
