/**
 * Records on the wire: Avro, JSON and plain text in; Avro and JSON out; the schema registry.
 *
 * <p>A {@link io.labelstream.wire.TextDecoder} finds the text of a record's value as bytes; it never becomes a {@code String}. Of a plain
 * or an Avro value it hands out the place in the value itself; of a JSON value, which has to be unescaped, a place in its own buffer. A
 * {@link io.labelstream.wire.LabelEncoder} writes the labels.
 *
 * <p>Three kinds of failure are kept apart, since each calls for something else:
 *
 * <ul>
 *   <li>{@link io.labelstream.wire.UndecodableValueException}: the record is at fault, and will be tomorrow. Its message holds positions,
 *       sizes and ids, never content.
 *   <li>{@link io.labelstream.wire.RegistryUnavailableException}: nobody is at fault for good; the same record succeeds later.
 *   <li>{@link io.labelstream.wire.RegistryRefusedException}: the configuration is at fault, and every record will fail until it is
 *       changed.
 * </ul>
 *
 * <p>The Avro framing is that of Confluent's serialisers: a zero byte, the schema id in four bytes with the highest first, the Avro body; or
 * the body alone, with the id in a header, which is read but not written. It is not Avro's own single-object encoding, which starts with
 * {@code C3 01} and a fingerprint.
 */
@NullMarked
package io.labelstream.wire;

import org.jspecify.annotations.NullMarked;
