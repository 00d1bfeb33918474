package io.labelstream.topology;

import io.labelstream.wire.LabeledText.Lineage;
import io.labelstream.wire.SlotEncoder;

/**
 * The version that labels a record.
 *
 * @param version the version, held
 * @param lineage its description in the output
 * @param encoder writes its labels with that description
 */
record Choice(HeldVersion version, Lineage lineage, SlotEncoder encoder) {}
