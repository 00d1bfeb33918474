package io.labelstream.model.encoder;

import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.model.matrix.QuantisedMatrix;
import java.lang.foreign.Arena;

/** Opens encoders that are on the heap. */
public final class Encoders {
  private Encoders() {}

  /** Opens an encoder with its matrices as 8-bit integers, as it is served from a file with such, and its layers widened. Its head is not used. */
  public static TextEncoder open(final EncoderModel model) {
    final Arena arena = Arena.ofShared();
    try {
      final Lifetime lifetime = new Lifetime(arena);
      return switch (model.body()) {
        case StaticBody body ->
            StaticEncoder.open(model.vocabulary(), QuantisedMatrix.of(body.table()).view(), body.pairs(), FileTables.copied(), model.output(), arena, lifetime);
        case TransformerBody body -> TransformerEncoder.open(
            model.vocabulary(), TransformerWeights.quantised(body), PanelForm.WIDENED, FileTables.copied(), model.output(), arena, lifetime);
      };
    } catch (final RuntimeException | Error failure) {
      arena.close();
      throw failure;
    }
  }
}
