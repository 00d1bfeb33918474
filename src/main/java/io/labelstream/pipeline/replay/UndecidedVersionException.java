package io.labelstream.pipeline.replay;



/** The control log as it was read gives no version to a record, nor says that there will be none. */
public final class UndecidedVersionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UndecidedVersionException() {
    super("no version for the record counts, nor is it older than all of them");
  }
}
