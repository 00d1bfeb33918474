package io.labelstream.model.inception;

import io.labelstream.model.Lifetime;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextSession;

/**
 * One thread's work on an {@link InceptionNetwork}. A text without a known word has no label. Labels with equal logits are in the order of their ids.
 */
public final class InceptionSession extends TextSession {
  private final InceptionNetwork network;
  private final WordSlots words = new WordSlots();
  private final InceptionPass pass;
  private final LabelChoice choice;

  InceptionSession(final InceptionNetwork network, final Lifetime lifetime) {
    super(lifetime);
    this.network = network;
    this.pass = new InceptionPass(network);
    this.choice = LabelChoice.of(network);
  }

  /** The words of the last text. */
  public WordSlots words() {
    return words;
  }

  @Override
  protected void score(final SharedText text, final Predictions predictions) {
    words.fill(text.features(network.words()), network.vocabulary());
    if (words.count() > 0) {
      choice.choose(pass.run(words), predictions);
    }
  }
}
