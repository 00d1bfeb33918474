package io.labelstream.train;

import io.labelstream.model.ModelArtifact;
import io.labelstream.train.data.ExampleSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A job of compression for a family.
 *
 * @param model a model of the family, open until its compressed form is closed
 * @param texts the texts that it was trained on; empty: nothing is trained
 * @param validation texts that it has not seen
 * @param form the form of file, one of the family's
 * @param settings limits, settings of the compression, threads and seed
 * @param listener receives each stage when it is over
 */
public record CompressionJob(
    ModelArtifact model, Optional<ExampleSource> texts, Optional<ExampleSource> validation, ModelForm form, Settings settings,
    Consumer<CompressionStage> listener) {}
