package io.labelstream.model.encoder.family;

import io.labelstream.model.EndOfLine;
import io.labelstream.model.Labels;
import io.labelstream.model.Lifetime;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.encoder.TextEncoder;
import java.util.OptionalInt;

/**
 * A sentence encoder that is open, with its labels if it has some. A text has no end-of-line token, whatever the session was asked for. A text without a word
 * piece has a vector of zeros and no labels.
 */
public final class EncoderClassifier implements TextClassifier {
  private final ModelDescription description;
  private final ModelMemory memory;
  private final Lifetime lifetime;
  private final TextEncoder encoder;
  private final OpenedHead head;

  EncoderClassifier(
      final ModelDescription description, final ModelMemory memory, final Lifetime lifetime, final TextEncoder encoder, final OpenedHead head) {
    this.description = description;
    this.memory = memory;
    this.lifetime = lifetime;
    this.encoder = encoder;
    this.head = head;
  }

  @Override
  public ModelDescription description() {
    return description;
  }

  @Override
  public Labels labels() {
    return head.labels();
  }

  @Override
  public OptionalInt vectorDimensions() {
    return OptionalInt.of(encoder.dimensions());
  }

  @Override
  public ModelMemory memory() {
    return memory;
  }

  @Override
  public EncoderClassifierSession newSession(final EndOfLine endOfLine) {
    return new EncoderClassifierSession(lifetime, encoder, head);
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
