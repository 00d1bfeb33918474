package io.labelstream.model.inception;

import io.labelstream.kernel.MatrixKernels;
import io.labelstream.model.matrix.AffineRows;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.model.matrix.Panels;
import java.lang.foreign.Arena;

/** An {@link Enhancement} in the layout that it is computed with. Immutable and thread-safe. */
record OpenedEnhancement(float wordFactor, Panels words, float dimensionFactor, Panels dimensions) {
  /** The bytes that {@link #of} allocates. */
  static long bytesFor(final InceptionWeights.Attentions attentions, final PanelForm form) {
    return Panels.bytesFor(attentions.words(), form) + Panels.bytesFor(attentions.dimensions(), form);
  }

  /** Lays out an enhancement in {@code arena}. */
  static OpenedEnhancement of(final InceptionWeights.Attentions attentions, final PanelForm form, final MatrixKernels kernels, final Arena arena) {
    return new OpenedEnhancement(
        attentions.wordFactor(),
        Panels.of(new AffineRows(attentions.words(), new float[attentions.words().rows()]), 1f, form, kernels, arena),
        attentions.dimensionFactor(),
        Panels.of(new AffineRows(attentions.dimensions(), new float[attentions.dimensions().rows()]), 1f, form, kernels, arena));
  }
}
