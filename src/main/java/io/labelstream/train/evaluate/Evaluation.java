package io.labelstream.train.evaluate;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Labels;
import io.labelstream.model.ModelDescription;
import io.labelstream.model.Predictions;
import io.labelstream.model.ScoreMeaning;
import io.labelstream.model.TextClassifier;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleConsumer;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.Calibration.Meaning;
import io.labelstream.train.evaluate.EvaluationReport.Confusion;
import io.labelstream.train.evaluate.EvaluationReport.LabelCount;
import io.labelstream.train.evaluate.EvaluationReport.LabelScore;
import io.labelstream.train.evaluate.EvaluationReport.Texts;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Measures a classifier on texts whose labels are known, in the calling thread. */
public final class Evaluation {
  private Evaluation() {}

  /**
   * Classifies each text of {@code source}.
   *
   * @throws IOException if the source cannot be read
   * @throws TrainingDataException if its content is of another form than expected
   */
  public static EvaluationReport of(final TextClassifier classifier, final ExampleSource source, final EvaluationSettings settings)
      throws IOException, TrainingDataException {
    final Pass pass = new Pass(classifier, settings);
    source.forEach(pass);
    return pass.report(source.name(), classifier.description().fileBytes());
  }

  /** Two labels of the model. */
  private record Pair(int known, int predicted) {}

  /** One pass over the texts. */
  private static final class Pass implements ExampleConsumer {

    private final ClassifierSession session;
    private final Predictions chosen;
    private final Predictions scored;
    private final Calibrator calibrating;
    private final String[] names;
    private final Object2IntMap<String> ids = new Object2IntOpenHashMap<>();
    private final long[] known;
    private final long[] predicted;
    private final long[] right;
    private final long[] predictedAtRank;
    private final long[] rightAtRank;
    private final Object2LongOpenHashMap<Pair> confusions = new Object2LongOpenHashMap<>();
    private final Object2LongOpenHashMap<String> unknown = new Object2LongOpenHashMap<>();
    private long all;
    private long withoutLabel;
    private long withUnknownLabels;
    private long measured;
    private long withoutPrediction;
    private long bestIsRight;
    private long knownInAll;
    private final RankingSums rankings;
    private final Optional<BandSums> bands;

    Pass(final TextClassifier classifier, final EvaluationSettings settings) {
      final Labels labels = classifier.labels();
      this.session = classifier.newSession();
      this.names = new String[labels.size()];
      for (int id = 0; id < names.length; id++) {
        names[id] = labels.name(id);
        ids.putIfAbsent(names[id], id);
      }
      final int top = Math.min(settings.top(), names.length);
      this.chosen = new Predictions(top, settings.threshold());
      this.calibrating = new Calibrator(meaning(classifier.description()), names.length);
      this.scored = calibrating.places() == 1 && settings.threshold() == 0f ? chosen : new Predictions(calibrating.places(), 0f);
      this.rankings = new RankingSums(top, settings.training().map(Propensities::new));
      this.bands = settings.training().map(training -> new BandSums(training, List.of(names)));
      this.known = new long[names.length];
      this.predicted = new long[names.length];
      this.right = new long[names.length];
      this.predictedAtRank = new long[top];
      this.rightAtRank = new long[top];
    }

    private static Meaning meaning(final ModelDescription description) {
      return description.score() == ScoreMeaning.PROBABILITY ? Meaning.ONE_OF_ALL : Meaning.EACH_BY_ITSELF;
    }

    @Override
    public void accept(final Example example) {
      all++;
      if (example.labels().isEmpty()) {
        withoutLabel++;
        return;
      }
      final int[] truth = truth(example.labels());
      if (truth.length == 0) {
        withUnknownLabels++;
        rankings.add(Set.copyOf(example.labels()), List.of());
        return;
      }
      measured++;
      knownInAll += truth.length;
      for (final int label : truth) {
        known[label]++;
      }
      session.classify(example.text(), example.offset(), example.length(), chosen);
      count(truth);
      rankings.add(Set.copyOf(example.labels()), IntStream.range(0, chosen.count()).mapToObj(rank -> names[chosen.label(rank)]).toList());
      bands.ifPresent(sums -> sums.add(truth));
      if (scored != chosen) {
        // With a capacity for all labels, ties can come out in another order than above, where the order must be the reference's.
        session.classify(example.text(), example.offset(), example.length(), scored);
      }
      if (scored.count() == 0) {
        withoutPrediction++;
      } else {
        // Among equal scores the best label depends on how many are asked for; the one counted above counts here too.
        final Predictions best = chosen.count() == 0 ? scored : chosen;
        calibrating.add(best.label(0), best.score(0), scored, truth);
      }
    }

    /** The ids of a text's labels. */
    private int[] truth(final List<String> labels) {
      final IntArrayList truth = new IntArrayList(labels.size());
      for (final String label : labels) {
        if (ids.containsKey(label)) {
          truth.add(ids.getInt(label));
        } else {
          unknown.addTo(label, 1);
        }
      }
      return truth.toIntArray();
    }

    private void count(final int[] truth) {
      for (int rank = 0; rank < chosen.count(); rank++) {
        final int label = chosen.label(rank);
        predicted[label]++;
        predictedAtRank[rank]++;
        if (Arrays.stream(truth).anyMatch(each -> each == label)) {
          right[label]++;
          rightAtRank[rank]++;
          bestIsRight += rank == 0 ? 1 : 0;
        } else if (rank == 0) {
          for (final int each : truth) {
            confusions.addTo(new Pair(each, label), 1);
          }
        }
      }
    }

    EvaluationReport report(final String source, final long modelBytes) {
      final List<LabelScore> labels = labels();
      final List<Score> ranks = ranks();
      return new EvaluationReport(
          source,
          new Texts(all, withoutLabel, withUnknownLabels, measured, withoutPrediction),
          ranks,
          all == withoutLabel ? 0 : (double) bestIsRight / (all - withoutLabel),
          labels,
          mean(labels, label -> Math.min(label.known(), 1)),
          mean(labels, _ -> 1),
          ranks.getLast(),
          mean(labels, LabelScore::known),
          confusions(),
          calibrating.calibration(),
          Optional.empty(),
          Optional.empty(),
          unknown.object2LongEntrySet().stream()
              .map(label -> new LabelCount(label.getKey(), label.getLongValue()))
              .sorted(Comparator.comparingLong(LabelCount::texts).reversed().thenComparing(LabelCount::name))
              .toList(),
          absent(),
          rankings.rankings(),
          bands.map(sums -> sums.scores(known, predicted, right)).orElse(List.of()),
          Optional.empty(),
          modelBytes);
    }

    private List<Score> ranks() {
      final List<Score> ranks = new ArrayList<>();
      long rightSoFar = 0;
      long predictedSoFar = 0;
      for (int rank = 0; rank < predictedAtRank.length; rank++) {
        rightSoFar += rightAtRank[rank];
        predictedSoFar += predictedAtRank[rank];
        ranks.add(Score.of(rightSoFar, predictedSoFar, knownInAll));
      }
      return ranks;
    }

    private List<LabelScore> labels() {
      final List<LabelScore> labels = new ArrayList<>();
      for (int id = 0; id < names.length; id++) {
        if (known[id] + predicted[id] > 0) {
          labels.add(new LabelScore(names[id], known[id], predicted[id], right[id], Score.of(right[id], predicted[id], known[id])));
        }
      }
      labels.sort(Comparator.comparingLong(LabelScore::known).reversed().thenComparing(LabelScore::name));
      return labels;
    }

    private static Score mean(final List<LabelScore> labels, final ToLongFunction<LabelScore> weight) {
      double precision = 0;
      double recall = 0;
      double f1 = 0;
      double weights = 0;
      for (final LabelScore label : labels) {
        final double one = weight.applyAsLong(label);
        precision += one * label.score().precision();
        recall += one * label.score().recall();
        f1 += one * label.score().f1();
        weights += one;
      }
      return weights == 0 ? new Score(0, 0, 0) : new Score(precision / weights, recall / weights, f1 / weights);
    }

    private List<Confusion> confusions() {
      return confusions.object2LongEntrySet().stream()
          .map(pair -> new Confusion(names[pair.getKey().known()], names[pair.getKey().predicted()], pair.getLongValue()))
          .sorted(Comparator.comparingLong(Confusion::texts).reversed().thenComparing(Confusion::known).thenComparing(Confusion::predicted))
          .toList();
    }

    private List<String> absent() {
      final List<String> absent = new ArrayList<>();
      for (int id = 0; id < names.length; id++) {
        if (known[id] == 0) {
          absent.add(names[id]);
        }
      }
      return absent;
    }
  }
}
