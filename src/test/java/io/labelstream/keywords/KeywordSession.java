package io.labelstream.keywords;

import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextSession;
import io.labelstream.text.TokenizedText;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** One thread's work on a {@link KeywordClassifier}. */
final class KeywordSession extends TextSession {
  private static final float TAKEN = -1f;

  private final KeywordClassifier model;
  private final float[] sums;

  KeywordSession(final KeywordClassifier model) {
    super(model.lifetime());
    this.model = model;
    this.sums = new float[model.names().size()];
  }

  @Override
  protected void score(final SharedText text, final Predictions predictions) {
    Arrays.fill(sums, 0f);
    final TokenizedText tokens = text.features(KeywordTokens.INSTANCE);
    for (int from = text.offset(); from < tokens.end(); ) {
      final int to = tokens.endOfStretch(from, tokens.end());
      tokens.cut(from, to);
      for (int token = 0; token < tokens.count(); token++) {
        add(tokens, token);
      }
      from = to;
    }
    float total = 0;
    for (final float sum : sums) {
      total += sum;
    }
    pick(total, predictions);
  }

  private void add(final TokenizedText tokens, final int token) {
    if (tokens.edges()[2 * token + 1] - tokens.edges()[2 * token] > KeywordModel.LONGEST_WORD) {
      return;
    }
    for (int word = 0; word < model.words(); word++) {
      if (model.keys().getAtIndex(ValueLayout.JAVA_LONG, 2L * word) == tokens.firstKeys()[token]
          && model.keys().getAtIndex(ValueLayout.JAVA_LONG, 2L * word + 1) == tokens.secondKeys()[token]) {
        for (int label = 0; label < sums.length; label++) {
          sums[label] += model.weights().getAtIndex(ValueLayout.JAVA_FLOAT, (long) word * sums.length + label);
        }
      }
    }
  }

  private void pick(final float total, final Predictions predictions) {
    while (total > 0 && predictions.count() < predictions.capacity()) {
      int best = 0;
      for (int label = 1; label < sums.length; label++) {
        best = sums[label] > sums[best] ? label : best;
      }
      if (sums[best] < 0 || sums[best] / total < predictions.threshold()) {
        return;
      }
      predictions.append(best, sums[best] / total);
      sums[best] = TAKEN;
    }
  }
}
