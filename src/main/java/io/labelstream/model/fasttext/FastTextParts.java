package io.labelstream.model.fasttext;

import io.labelstream.kernel.Kernels;
import io.labelstream.text.Subwords;
import io.labelstream.text.WordNgrams;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * What a session works with: everything shared, nothing mutable.
 *
 * @param columns the width of a row, and of the sum of rows
 * @param subwords empty where the model has none
 * @param wordNgrams empty where the model has none
 */
record FastTextParts(
    Kernels kernels,
    Arena arena,
    Dictionary dictionary,
    NgramIndex ngramIndex,
    RowTable wordRows,
    RowTable ngramRows,
    WordFeatures wordFeatures,
    Optional<Subwords> subwords,
    Optional<WordNgrams> wordNgrams,
    OutputLayer output,
    int columns) {

  /** Whether the memory behind all this has not been freed. */
  boolean isAlive() {
    return arena.scope().isAlive();
  }
}
