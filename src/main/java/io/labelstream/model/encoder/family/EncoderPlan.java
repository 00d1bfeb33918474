package io.labelstream.model.encoder.family;

import io.labelstream.model.FileTables;
import io.labelstream.model.Lifetime;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelMemory.Part;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.encoder.StaticEncoder;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.model.encoder.TransformerEncoder;
import io.labelstream.model.encoder.WordPieceTokenizer;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.encoder.file.StoredBody;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.model.matrix.file.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * The plan for opening a sentence encoder. Tables that a mapped file has as they are served stay in its pages. The layers of a transformer whose weights are 8-bit
 * integers are {@linkplain PanelForm#WIDENED widened} if the budget for derived tables allows it and they take no more than {@value #MOST_WIDENED_BYTES} bytes then,
 * which usual processors' last caches hold: beyond, the memory would be worth more than the time. So are two or three layers of a width of 384. Immutable.
 */
record EncoderPlan(ModelBytes bytes, FileTables tables, EncoderFile file, PanelForm layers, ModelDescription description, ModelMemory memory) implements MemoryPlan {
  private static final long MOST_WIDENED_BYTES = 32L << 20;

  static EncoderPlan of(final ModelBytes bytes, final EncoderFile file, final ModelDescription description, final ModelOptions options) {
    final long vocabulary = WordPieceTokenizer.bytesFor(file.vocabulary());
    final FileTables tables = FileTables.of(bytes);
    final long mapped = mappedBytes(file, tables);
    final long given = encoderBytes(file, PanelForm.AS_GIVEN);
    final long wider = encoderBytes(file, PanelForm.WIDENED) - given;
    // Of each four bytes, three are new.
    final boolean isWidened = wider > 0 && wider <= options.derivedBudgetBytes() && wider <= MOST_WIDENED_BYTES / 4 * 3;
    final List<Part> parts = new ArrayList<>();
    parts.add(new Part("vocabulary", Kind.REQUIRED, vocabulary));
    if (mapped > 0) {
      parts.add(new Part("table", Kind.MAPPED, mapped));
    }
    parts.add(new Part("weights", Kind.REQUIRED, given - vocabulary - mapped));
    if (isWidened) {
      parts.add(new Part("widened weights", Kind.DERIVED, wider));
    }
    parts.addAll(OpenedHead.memory(file.head(), tables));
    return new EncoderPlan(bytes, tables, file, isWidened ? PanelForm.WIDENED : PanelForm.AS_GIVEN, description, new ModelMemory(parts));
  }

  private static long encoderBytes(final EncoderFile file, final PanelForm layers) {
    return switch (file.body()) {
      case StoredBody.Table table -> StaticEncoder.bytesFor(file.vocabulary(), table.dimensions(), table.pairs(), file.output().output());
      case StoredBody.Transformer transformer ->
          TransformerEncoder.bytesFor(file.vocabulary(), transformer.weights(), layers, file.output().output());
    };
  }

  private static long mappedBytes(final EncoderFile file, final FileTables tables) {
    if (file.precision() == Precision.FLOAT32) {
      return 0;
    }
    return switch (file.body()) {
      case StoredBody.Table table -> StaticEncoder.mappedBytes(table.quantised(), tables);
      case StoredBody.Transformer transformer -> TransformerEncoder.mappedBytes(transformer.weights(), tables);
    };
  }

  @Override
  public TextClassifier open() throws IOException {
    final Arena arena = Arena.ofShared();
    try {
      bytes.segment();
      final Lifetime lifetime = new Lifetime(arena);
      return new EncoderClassifier(description, memory, lifetime, encoder(arena, lifetime), OpenedHead.of(file.head(), tables, arena));
    } catch (final UncheckedIOException failure) {
      arena.close();
      throw failure.getCause();
    } catch (final RuntimeException | Error failure) {
      arena.close();
      throw failure;
    }
  }

  private TextEncoder encoder(final Arena arena, final Lifetime lifetime) {
    return switch (file.body()) {
      case StoredBody.Table table ->
          StaticEncoder.open(file.vocabulary(), table.quantised(), table.pairs(), tables, file.output().output(), arena, lifetime);
      case StoredBody.Transformer transformer ->
          TransformerEncoder.open(file.vocabulary(), transformer.weights(), layers, tables, file.output().output(), arena, lifetime);
    };
  }
}
