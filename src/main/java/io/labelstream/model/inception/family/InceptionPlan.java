package io.labelstream.model.inception.family;

import io.labelstream.model.FileTables;
import io.labelstream.model.Labels;
import io.labelstream.model.Lifetime;
import io.labelstream.model.MemoryPlan;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory.Kind;
import io.labelstream.model.ModelMemory.Part;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.inception.InceptionNetwork;
import io.labelstream.model.inception.InceptionWeights;
import io.labelstream.model.inception.file.InceptionFile;
import io.labelstream.model.matrix.PanelForm;
import io.labelstream.model.matrix.RowTable;
import io.labelstream.text.WordTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * The plan for opening a convolutional network. The embeddings and the names of labels stay in the pages of a mapped file. Weights of 8-bit integers are {@linkplain
 * PanelForm#WIDENED widened}, but for those of outputs, if the budget for derived tables allows it. Immutable.
 */
record InceptionPlan(ModelBytes bytes, FileTables tables, InceptionFile file, PanelForm form, ModelDescription description, ModelMemory memory)
    implements MemoryPlan {

  static InceptionPlan of(final ModelBytes bytes, final InceptionFile file, final ModelDescription description, final ModelOptions options) {
    final InceptionWeights weights = file.weights();
    final FileTables tables = FileTables.of(bytes);
    final long vocabulary = WordTable.bytesFor(file.vocabulary());
    final long embeddings = RowTable.bytesFor(weights.embeddings());
    final long mapped = InceptionNetwork.mappedBytes(weights, tables);
    final long given = InceptionNetwork.bytesFor(file.vocabulary(), weights, PanelForm.AS_GIVEN);
    final long wider = InceptionNetwork.bytesFor(file.vocabulary(), weights, PanelForm.WIDENED) - given;
    final boolean isWidened = wider > 0 && wider <= options.derivedBudgetBytes();
    final List<Part> parts = new ArrayList<>();
    parts.add(new Part("words", Kind.REQUIRED, vocabulary));
    parts.add(new Part("embeddings", mapped > 0 ? Kind.MAPPED : Kind.REQUIRED, embeddings));
    parts.add(new Part("weights", Kind.REQUIRED, given - vocabulary - embeddings));
    if (isWidened) {
      parts.add(new Part("widened weights", Kind.DERIVED, wider));
    }
    parts.addAll(file.labels().memory("labels", tables));
    return new InceptionPlan(bytes, tables, file, isWidened ? PanelForm.WIDENED : PanelForm.AS_GIVEN, description, new ModelMemory(parts));
  }

  @Override
  public TextClassifier open() throws IOException {
    final Arena arena = Arena.ofShared();
    try {
      bytes.segment();
      final InceptionNetwork network = InceptionNetwork.open(file.words(), file.vocabulary(), file.weights(), form, tables, arena);
      final Labels labels = file.labels().open(tables, arena);
      return new InceptionClassifier(description, memory, new Lifetime(arena), network, labels);
    } catch (final UncheckedIOException failure) {
      arena.close();
      throw failure.getCause();
    } catch (final RuntimeException | Error failure) {
      arena.close();
      throw failure;
    }
  }
}
