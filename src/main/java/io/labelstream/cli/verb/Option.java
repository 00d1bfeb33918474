package io.labelstream.cli.verb;

import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/**
 * An option or parameter of a verb, which has its value once the command line has been read.
 *
 * @param arg the same for picocli
 */
public record Option<T>(ArgSpec arg) {
  /** The value of one that is required, has a default, is a flag, or may come again and again. */
  @SuppressWarnings("unchecked")
  public T value() {
    // An option of a group is null at first, whatever its initial value.
    return given().orElseGet(() -> (T) Objects.requireNonNull(arg.initialValue()));
  }

  /** The value; empty where there is none. */
  public Optional<T> given() {
    return Optional.ofNullable(arg.getValue());
  }
}
