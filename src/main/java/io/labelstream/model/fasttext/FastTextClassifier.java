package io.labelstream.model.fasttext;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.Labels;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * A fastText classifier, with the labels and probabilities of the reference implementation.
 *
 * <p>Probabilities agree to within 1e-5; sums of floats are added in another order here and there.
 */
public final class FastTextClassifier implements TextClassifier {
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

  /**
   * Opens a model file: fastText's own of format 11 or 12, or a compact one.
   *
   * <p>Files of up to 64 MiB are read into memory and may then be replaced or removed. Rows of larger dense models stay in the file, which must not be
   * changed while the model is open: replace such a file by renaming another over it.
   *
   * @param channel a readable file; may be closed afterwards
   * @throws ModelRefusedException if the file is not a sound model
   * @throws IOException if the file cannot be read
   */
  public static FastTextClassifier open(final FileChannel channel, final ModelOptions options) throws IOException, ModelRefusedException {
    return FastTextBuilder.build(channel, options);
  }

  /**
   * The resident bytes that {@link #open} would take for good, without opening.
   *
   * @throws ModelRefusedException if the file is not a sound model
   * @throws IOException if the file cannot be read
   */
  public static long estimate(final FileChannel channel, final ModelOptions options) throws IOException, ModelRefusedException {
    return FastTextEstimate.of(channel, options);
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
  public ClassifierSession newSession(final EndOfLine endOfLine) {
    return new FastTextSession(parts, endOfLine);
  }

  @Override
  public void close() {
    parts.lifetime().close();
  }
}
