package io.labelstream.train.tune;

import io.labelstream.model.LabelFrequencies;
import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Progress;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.Survey;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.evaluate.EvaluationReport;
import io.labelstream.train.evaluate.EvaluationSettings;
import io.labelstream.train.evaluate.Speed;
import io.labelstream.train.evaluate.SpeedMeter;
import io.labelstream.train.evaluate.TextSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * Tries all combinations of the values of a {@link SweepGrid}, and chooses the one that a {@link Goal} asks for. Each model is measured on texts that
 * are held out, and timed in one thread. Combinations that differ only in settings of serving are trained once.
 *
 * <p>Times that are measured one after the other are not comparable: the load of a machine changes within seconds. So at the end all models that may be chosen
 * are timed again, in turns, and these times count. This round is left out if the sweep is stopped.
 *
 * <p>Used once; {@link #stop()} may be called from any thread.
 */
public final class Sweep {
  /** The labels that rankings are measured for. */
  private static final int RANKED = 5;
  /** The first times of two models may differ by this factor and be wrong about which is faster. */
  private static final double DOUBT = 2;
  private static final double NO_DOUBT = 1;

  private final ExampleSource training;
  private final ExampleSource validation;
  private final SweepSettings settings;
  private final Path folder;
  private final SweepListener listener;
  private final Timing timing;
  private final TrialThread thread = new TrialThread();
  private final EvaluationSettings timed;
  /** Written by the thread of the trials, and read when that is over. */
  private final List<OperatingPoint> points = new ArrayList<>();
  private Optional<String> firstFailure = Optional.empty();

  /** Gives the speed of each classifier on the same texts. */
  @FunctionalInterface
  interface Timing {
    List<Speed> measure(List<TextClassifier> classifiers, TextSample texts, EvaluationSettings settings);
  }

  /** A sweep that has not begun, with its own way to time models. */
  Sweep(final ExampleSource training, final ExampleSource validation, final SweepSettings settings, final Path folder, final SweepListener listener,
      final Timing timing) {
    this.training = training;
    this.validation = validation;
    this.settings = settings;
    this.folder = folder;
    this.listener = listener;
    this.timing = timing;
    this.timed = new EvaluationSettings(settings.top(), 0f, Optional.empty());
  }

  /**
   * A sweep that has not begun.
   *
   * @param folder the folder for models; the caller deletes it
   */
  public static Sweep of(
      final ExampleSource training, final ExampleSource validation, final SweepSettings settings, final Path folder, final SweepListener listener) {
    return new Sweep(training, validation, settings, folder, listener, SpeedMeter::measure);
  }

  /**
   * Tries all combinations, or as many as there is time for.
   *
   * @throws IOException if texts cannot be read
   * @throws TrainingDataException if there is nothing to learn from the texts, or to measure with them
   * @throws TuningException if no model was made, or one could not be written
   * @throws InterruptedException if the thread was interrupted
   */
  public Swept run() throws IOException, TrainingDataException, TuningException, InterruptedException {
    final long end = System.nanoTime() + settings.time().toNanos();
    final TextSample sample = new TextSample();
    final Optional<Swept.Ending> complete;
    try {
      complete = thread.run(() -> tryAll(sample), end);
    } catch (final ExecutionException failure) {
      throw TrialThread.rethrown(failure.getCause());
    }
    if (points.isEmpty()) {
      throw nothing();
    }
    final Swept.Ending ending = thread.isStopped() ? Swept.Ending.STOPPED : complete.orElse(Swept.Ending.OUT_OF_TIME);
    final List<OperatingPoint> candidates = ending == Swept.Ending.STOPPED ? candidates() : timedAgain(candidates(), sample);
    candidates.forEach(point -> points.set(point.number() - 1, point));
    return new Swept(
        points, front(candidates), settings.goal().choice(candidates).map(point -> new Swept.Chosen(point, file(point.number()))), ending);
  }

  /** Ends the sweep at once, as if its time were over: the current model is abandoned. */
  public void stop() {
    thread.stop();
  }

  private TuningException nothing() {
    return firstFailure
        .map(reason -> new TuningException(TuningException.Reason.NO_MODEL, "no combination of settings gave a model; the first: " + reason))
        .orElseGet(() -> new TuningException(
            TuningException.Reason.NO_TIME,
            "the first model was not made when the sweep ended, after at most " + settings.time().toMillis() + " ms; give more time, or fewer texts"));
  }

  private Swept.Ending tryAll(final TextSample sample) throws IOException, TrainingDataException, TuningException, InterruptedException {
    final List<Settings> combinations = settings.grid().combinations(settings.fixed()).stream().map(settings.family()::reduced).distinct().toList();
    final Map<Settings, List<Settings>> trainings = new LinkedHashMap<>();
    combinations.forEach(each -> trainings.computeIfAbsent(each.ofTraining(), absent -> new ArrayList<>()).add(each));
    validation.forEach(sample);
    final LabelFrequencies frequencies = Survey.of(training).frequencies();
    final EvaluationSettings measured = new EvaluationSettings(Math.max(RANKED, settings.top()), 0f, Optional.of(frequencies));
    for (final List<Settings> alike : trainings.values()) {
      listener.begun(points.size() + 1, combinations.size(), alike.getFirst());
      try (TrainedModel model = settings.family().train(new TrainingJob(training, Optional.empty(), alike.getFirst(), Progress.NONE))) {
        for (final Settings each : alike) {
          listener.begun(points.size() + 1, combinations.size(), each);
          add(measured(points.size() + 1, model, each, sample, measured));
        }
      } catch (final DivergedException | ModelRefusedException failure) {
        final String reason = String.valueOf(failure.getMessage());
        firstFailure = firstFailure.or(() -> Optional.of(reason));
        listener.failed(alike.getFirst(), reason);
      }
    }
    return Swept.Ending.COMPLETE;
  }

  private OperatingPoint measured(
      final int number, final TrainedModel model, final Settings chosen, final TextSample sample, final EvaluationSettings measured)
      throws IOException, TrainingDataException, TuningException, ModelRefusedException, InterruptedException {
    final Path file = file(number);
    TrialRun.write(file, channel -> model.writeTo(chosen, channel));
    try (ModelArtifact artifact = ModelLoader.read(file); TextClassifier classifier = artifact.plan(ModelOptions.defaults()).open()) {
      final EvaluationReport report = TrialRun.evaluate(classifier, validation, measured);
      requireNotInterrupted();
      final Speed speed = timing.measure(List.of(classifier), sample, timed).getFirst();
      requireNotInterrupted();
      return new OperatingPoint(number, chosen, score(report), report.rankings(), speed, artifact.description().fileBytes(),
          settings.family().costs(artifact, classifier, validation, settings.top()));
    }
  }

  /** Measuring does not heed interrupts, and what was measured after one must not count. */
  private static void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** P@1 is the one that the rankings show, in which texts count for which a model finds no label. */
  private double score(final EvaluationReport report) {
    return settings.measure() == Measure.PRECISION ? report.rankings().getFirst().precision() : settings.measure().of(report);
  }

  private void add(final OperatingPoint point) throws TuningException {
    final List<OperatingPoint> before = candidates();
    points.add(point);
    final List<OperatingPoint> after = candidates();
    for (final OperatingPoint each : points) {
      if ((each == point || before.contains(each)) && !after.contains(each)) {
        delete(file(each.number()));
      }
    }
    listener.over(point);
  }

  private static void delete(final Path file) throws TuningException {
    try {
      Files.delete(file);
    } catch (final IOException failure) {
      throw TuningException.unwritable(file, failure);
    }
  }

  private Path file(final int number) {
    return folder.resolve("model" + number);
  }

  /** The points that may be on the front, whose files are kept. */
  private List<OperatingPoint> candidates() {
    return points.stream().filter(point -> points.stream().noneMatch(other -> point.isDominatedBy(other, DOUBT))).toList();
  }

  private static List<OperatingPoint> front(final List<OperatingPoint> candidates) {
    return candidates.stream().filter(point -> candidates.stream().noneMatch(other -> point.isDominatedBy(other, NO_DOUBT)))
        .sorted(Comparator.comparing(OperatingPoint::time)).toList();
  }

  private List<OperatingPoint> timedAgain(final List<OperatingPoint> candidates, final TextSample sample) throws IOException {
    listener.timing(candidates.size());
    final List<TextClassifier> classifiers = new ArrayList<>();
    try {
      for (final OperatingPoint candidate : candidates) {
        classifiers.add(ModelLoader.open(file(candidate.number())));
      }
      final List<Speed> speeds = timing.measure(classifiers, sample, timed);
      return IntStream.range(0, speeds.size()).mapToObj(at -> candidates.get(at).with(speeds.get(at))).toList();
    } catch (final ModelRefusedException impossible) {
      throw new IllegalStateException("a model that was open is refused: " + impossible.getMessage(), impossible);
    } finally {
      classifiers.forEach(TextClassifier::close);
    }
  }
}
