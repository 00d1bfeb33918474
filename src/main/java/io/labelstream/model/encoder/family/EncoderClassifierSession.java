package io.labelstream.model.encoder.family;

import io.labelstream.model.Lifetime;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextSession;
import io.labelstream.model.encoder.EncoderSession;
import io.labelstream.model.encoder.TextEncoder;
import java.util.Arrays;

/** One thread's work on an {@link EncoderClassifier}. */
public final class EncoderClassifierSession extends TextSession {
  private final EncoderSession encoder;
  private final HeadSession head;
  private float[] vector;

  EncoderClassifierSession(final Lifetime lifetime, final TextEncoder encoder, final OpenedHead head) {
    super(lifetime);
    this.encoder = encoder.newSession();
    this.head = head.newSession();
    this.vector = new float[encoder.dimensions()];
  }

  @Override
  protected void score(final SharedText text, final Predictions predictions) {
    if (sum(encode(text)) > 0) {
      head.score(vector, predictions);
    }
  }

  @Override
  protected float[] encode(final SharedText text) {
    vector = encoder.encode(text);
    if (!Float.isFinite(sum(vector))) {
      // Only weights near the greatest float lead here.
      Arrays.fill(vector, 0f);
    }
    return vector;
  }

  private static float sum(final float[] vector) {
    float sum = 0;
    for (final float number : vector) {
      sum += Math.abs(number);
    }
    return sum;
  }

  @Override
  public float[] vector() {
    return vector;
  }
}
