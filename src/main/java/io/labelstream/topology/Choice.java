package io.labelstream.topology;

import io.labelstream.wire.LabeledText.Lineage;

/**
 * The version that labels a record.
 *
 * @param version the version, held
 * @param lineage its description in the output
 */
record Choice(HeldVersion version, Lineage lineage) {}
