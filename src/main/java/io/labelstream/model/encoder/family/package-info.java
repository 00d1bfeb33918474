/** The family of sentence encoders: its artefacts, classifiers and sessions. */
@NullMarked
package io.labelstream.model.encoder.family;

import org.jspecify.annotations.NullMarked;
