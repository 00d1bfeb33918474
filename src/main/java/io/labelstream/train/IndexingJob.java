package io.labelstream.train;

import io.labelstream.model.ModelArtifact;
import io.labelstream.train.data.ExampleSource;

/**
 * A job of indexing for a family.
 *
 * @param model a model of the family, open until the index is written
 * @param documents the documents
 * @param count their number, for the progress
 * @param settings settings of the indexing, and the seed
 * @param progress watches
 */
public record IndexingJob(ModelArtifact model, ExampleSource documents, long count, Settings settings, Progress progress) {}
