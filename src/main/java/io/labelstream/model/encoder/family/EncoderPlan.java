package io.labelstream.model.encoder.family;

import io.labelstream.model.Lifetime;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelMemory.Part;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.encoder.StaticEncoder;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.model.encoder.TransformerEncoder;
import io.labelstream.model.encoder.WordPieceTokenizer;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.encoder.file.StoredBody;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** The plan for opening a sentence encoder. There is nothing to decide. Immutable. */
record EncoderPlan(ModelBytes bytes, EncoderFile file, ModelDescription description, ModelMemory memory) implements MemoryPlan {

  static EncoderPlan of(final ModelBytes bytes, final EncoderFile file, final ModelDescription description) {
    final long vocabulary = WordPieceTokenizer.bytesFor(file.vocabulary());
    final List<Part> parts = new ArrayList<>();
    parts.add(new Part("vocabulary", Kind.REQUIRED, vocabulary));
    parts.add(new Part("weights", Kind.REQUIRED, encoderBytes(file) - vocabulary));
    parts.addAll(OpenedHead.memory(file.head()));
    return new EncoderPlan(bytes, file, description, new ModelMemory(parts));
  }

  private static long encoderBytes(final EncoderFile file) {
    return switch (file.body()) {
      case StoredBody.Table table -> StaticEncoder.bytesFor(file.vocabulary(), table.dimensions(), table.pairs(), file.output().output());
      case StoredBody.Transformer transformer -> TransformerEncoder.bytesFor(file.vocabulary(), transformer.quantised(), file.output().output());
    };
  }

  @Override
  public TextClassifier open() {
    final Arena arena = Arena.ofShared();
    try {
      bytes.segment();
      final Lifetime lifetime = new Lifetime(arena);
      return new EncoderClassifier(description, memory, lifetime, encoder(arena, lifetime), OpenedHead.of(file.head(), arena));
    } catch (final RuntimeException | Error failure) {
      arena.close();
      throw failure;
    }
  }

  private TextEncoder encoder(final Arena arena, final Lifetime lifetime) {
    return switch (file.body()) {
      case StoredBody.Table table -> StaticEncoder.open(file.vocabulary(), table.quantised(), table.pairs(), file.output().output(), arena, lifetime);
      case StoredBody.Transformer transformer ->
          TransformerEncoder.open(file.vocabulary(), transformer.quantised(), file.output().output(), arena, lifetime);
    };
  }
}
