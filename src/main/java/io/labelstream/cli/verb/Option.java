package io.labelstream.cli.verb;

import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/**
 * An option or parameter of a verb. It has its value once the command line has been read.
 *
 * @param arg picocli's object for it
 */
public record Option<T>(ArgSpec arg) {
  /** The value of an option that is required, has a default, is a flag, or may be repeated. */
  @SuppressWarnings("unchecked")
  public T value() {
    // The value of an option in a group is null at first, whatever its initial value.
    return given().orElseGet(() -> (T) Objects.requireNonNull(arg.initialValue()));
  }

  /** The value; empty where there is none. */
  public Optional<T> given() {
    return Optional.ofNullable(arg.getValue());
  }
}
