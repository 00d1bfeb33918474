package io.labelstream.model.inception.family;

import io.labelstream.model.EndOfLine;
import io.labelstream.model.Labels;
import io.labelstream.model.Lifetime;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelMemory;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.inception.InceptionNetwork;
import io.labelstream.model.inception.InceptionSession;
import java.util.List;

/** A convolutional network that is open. A text has no end-of-line token, whatever the session was asked for. A text without a known word has no label. */
public final class InceptionClassifier implements TextClassifier {
  private final ModelDescription description;
  private final ModelMemory memory;
  private final Lifetime lifetime;
  private final InceptionNetwork network;
  private final Labels labels;

  InceptionClassifier(
      final ModelDescription description, final ModelMemory memory, final Lifetime lifetime, final InceptionNetwork network, final Labels labels) {
    this.description = description;
    this.memory = memory;
    this.lifetime = lifetime;
    this.network = network;
    this.labels = labels;
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
    return lifetime.read(() -> network.knownWords(most));
  }

  @Override
  public InceptionSession newSession(final EndOfLine endOfLine) {
    return network.newSession(lifetime);
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
