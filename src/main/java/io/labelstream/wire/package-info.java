/**
 * Records on the wire: Avro, JSON and plain text in; Avro and JSON out; the schema registry.
 *
 * <p>Texts are found in place as bytes and are never made a {@code String}. What cannot be decoded is an
 * {@link io.labelstream.wire.UndecodableValueException} whose message holds positions and sizes, never content.
 */
@NullMarked
package io.labelstream.wire;

import org.jspecify.annotations.NullMarked;
