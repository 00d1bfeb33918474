package io.labelstream.model.fasttext;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.Labels;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.OffHeapLabels;
import io.labelstream.model.TextClassifier;
import java.util.List;

/**
 * A fastText classifier, with the labels and probabilities of the reference implementation.
 *
 * <p>Probabilities agree to within 1e-5; sums of floats are added in another order here and there.
 */
final class FastTextClassifier implements TextClassifier {
  private final FastTextParts parts;
  private final ModelDescription description;
  private final OffHeapLabels labels;
  private final ModelMemory memory;

  FastTextClassifier(final FastTextParts parts, final ModelDescription description, final OffHeapLabels labels, final ModelMemory memory) {
    this.parts = parts;
    this.description = description;
    this.labels = labels;
    this.memory = memory;
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public ModelMemory memory() {
    return memory;
  }

  @Override
  public List<byte[]> words(final int most) {
    return parts.lifetime().read(() -> parts.dictionary().words(most));
  }

  @Override
  public ClassifierSession newSession(final EndOfLine endOfLine) {
    return new FastTextSession(parts, endOfLine);
  }

  @Override
  public void close() {
    parts.lifetime().close();
  }
}
