package io.labelstream.train;

import io.labelstream.model.ModelArtifact;
import io.labelstream.train.data.ExampleSource;
import java.util.Optional;

/**
 * A job of compression for a family.
 *
 * @param model a model of the family, open until its compressed form is closed
 * @param texts the texts that it was trained on; empty: nothing is trained
 * @param validation texts that it has not seen
 * @param form the form of file, one of the family's
 * @param settings limits, settings of the compression, threads and seed
 * @param listener watches the compression
 */
public record CompressionJob(
    ModelArtifact model, Optional<ExampleSource> texts, Optional<ExampleSource> validation, ModelForm form, Settings settings,
    CompressionListener listener) {}
