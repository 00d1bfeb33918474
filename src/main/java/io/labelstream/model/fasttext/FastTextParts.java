package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.model.Lifetime;
import io.labelstream.text.Subwords;
import io.labelstream.text.WordNgrams;
import java.util.Optional;

/**
 * The parts that all sessions of a model share. Immutable.
 *
 * @param columns the width of a row, and of the sum of rows
 * @param subwords empty if the model has none
 * @param wordNgrams empty if the model has none
 */
record FastTextParts(
    Kernels kernels,
    Lifetime lifetime,
    Dictionary dictionary,
    NgramIndex ngramIndex,
    RowTable wordRows,
    RowTable ngramRows,
    WordFeatures wordFeatures,
    Optional<Subwords> subwords,
    Optional<WordNgrams> wordNgrams,
    OutputLayer output,
    int columns) {}
