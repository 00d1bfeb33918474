package io.labelstream.train.ensemble;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleConsumer;
import io.labelstream.train.ensemble.Members.Member;
import it.unimi.dsi.fastutil.ints.Int2IntLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Scores texts by each member, and keeps a random sample of them that fits into memory: the same for the same texts. Not thread-safe. */
final class TextScoring implements ExampleConsumer {
  private static final int MOST_TEXTS = 20_000;

  private final Members members;
  private final List<ClassifierSession> sessions;
  private final List<Predictions> predictions;
  private final SharedText shared = new SharedText();
  private final SplittableRandom random = new SplittableRandom(0);
  private final List<ScoredText> texts = new ArrayList<>();
  private long seen;

  TextScoring(final Members members, final int candidates) {
    this.members = members;
    this.sessions = members.all().stream().map(member -> member.classifier().newSession()).toList();
    this.predictions = members.all().stream().map(member -> member.classifier().newPredictions(candidates, 0f)).toList();
  }

  /** Texts without a label that a member has tell nothing, and are passed over. */
  @Override
  public void accept(final Example example) {
    final IntOpenHashSet truth = new IntOpenHashSet();
    example.labels().forEach(name -> truth.add(members.label(name)));
    truth.remove(-1);
    if (truth.isEmpty()) {
      return;
    }
    seen++;
    if (texts.size() < MOST_TEXTS) {
      texts.add(scored(example, truth));
    } else {
      final long place = random.nextLong(seen);
      if (place < MOST_TEXTS) {
        texts.set((int) place, scored(example, truth));
      }
    }
  }

  private ScoredText scored(final Example example, final IntOpenHashSet truth) {
    shared.set(example.text(), example.offset(), example.length());
    final Int2IntLinkedOpenHashMap places = new Int2IntLinkedOpenHashMap();
    for (int number = 0; number < sessions.size(); number++) {
      final Member member = members.all().get(number);
      sessions.get(number).classify(shared, predictions.get(number));
      for (int rank = 0; rank < predictions.get(number).count(); rank++) {
        places.putIfAbsent(member.ids()[predictions.get(number).label(rank)], places.size());
      }
    }
    final int[] labels = places.keySet().toIntArray();
    final float[][] scores = new float[sessions.size()][labels.length];
    for (int number = 0; number < scores.length; number++) {
      Arrays.fill(scores[number], Float.NaN);
      for (int rank = 0; rank < predictions.get(number).count(); rank++) {
        scores[number][places.get(members.all().get(number).ids()[predictions.get(number).label(rank)])] = predictions.get(number).score(rank);
      }
    }
    final boolean[] right = new boolean[labels.length];
    for (int at = 0; at < labels.length; at++) {
      right[at] = truth.contains(labels[at]);
    }
    return new ScoredText(labels, scores, right);
  }

  /** The texts that were kept. */
  List<ScoredText> texts() {
    return texts;
  }
}
