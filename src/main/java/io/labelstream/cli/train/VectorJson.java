package io.labelstream.cli.train;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** The measures of a model's vectors as one JSON object. */
record VectorJson(String model, @JsonUnwrapped Record report) {}
