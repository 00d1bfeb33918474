package io.labelstream.rollout;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A slot's first version as the configuration names it: effective from the beginning, without an announcement.
 *
 * @param name the model's name, as an announcement would have it
 * @param version the model's version; empty: the first digits of the file's digest
 * @param path the model file, which must not be changed while the model is open
 */
public record BaseModel(String name, Optional<String> version, Path path) {
  public BaseModel {
    Objects.requireNonNull(name);
    Objects.requireNonNull(version);
    Objects.requireNonNull(path);
  }
}
