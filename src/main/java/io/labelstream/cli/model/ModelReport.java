package io.labelstream.cli.model;

import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import java.util.Optional;

/** The report of {@code inspect} on a file. */
public record ModelReport(String file, String sha256, ModelDescription description, Optional<ModelMemory> memory) {}
