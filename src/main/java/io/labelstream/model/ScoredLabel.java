package io.labelstream.model;

/** A label as in the model file, prefix included, with its score. */
public record ScoredLabel(String label, float score) {}
