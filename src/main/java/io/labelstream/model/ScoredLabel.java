package io.labelstream.model;

/** A label as it stands in the model, prefix included, with its score. */
public record ScoredLabel(String label, float score) {}
