package io.labelstream.cli.model;

import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import java.util.Optional;

/** All that {@code inspect} says of a file. */
public record ModelReport(String file, String sha256, ModelDescription description, Optional<ModelMemory> memory) {}
