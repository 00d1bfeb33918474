/**
 * The verbs for a model file: classify, inspect, verify and samples.
 */
@NullMarked
package io.labelstream.cli.model;

import org.jspecify.annotations.NullMarked;
