package io.labelstream.train.fasttext.family;

import io.labelstream.model.ModelArtifact;
import io.labelstream.model.fasttext.FastTextArtifact;
import io.labelstream.train.Compression;
import io.labelstream.train.Coverage;
import io.labelstream.train.DivergedException;
import io.labelstream.train.FamilyHelp;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.fasttext.FastTextForm;
import io.labelstream.train.fasttext.FastTextTrainer;
import io.labelstream.train.fasttext.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Trains fastText models. */
public final class FastTextTraining implements TrainableFamily {
  @Override
  public String name() {
    return "fasttext";
  }

  @Override
  public FamilyHelp help() {
    return new FamilyHelp(
        "a fastText classifier", "a .bin file that fastText's tools read too",
        "Learning rate, epochs, dimensions, buckets, and n-grams of words and characters", "--word-ngrams 2 --epochs 10 --learning-rate 0.5");
  }

  @Override
  public List<Setting<?>> settings() {
    return TrainingSettings.ALL;
  }

  @Override
  public void requireFit(final Settings settings) {
    TrainingSettings.of(settings);
  }

  @Override
  public TrainedModel train(final TrainingJob job) throws IOException, TrainingDataException, DivergedException, InterruptedException {
    final Settings settings = job.settings();
    final EpochLines lines = new EpochLines(job.progress(), settings.get(Settings.THREADS));
    return job.validation().isPresent()
        ? FastTextTrainer.train(job.texts(), job.validation().get(), settings, lines::over, lines)
        : FastTextTrainer.train(job.texts(), settings, lines);
  }

  @Override
  public double work(final Settings settings) {
    return TrainingSettings.of(settings).work();
  }

  @Override
  public String inWords(final Settings settings) {
    final TrainingSettings all = TrainingSettings.of(settings);
    return String.format(Locale.ROOT, "rate %s, %d epochs, %d dimensions, word n-grams to %d, %s, %,d buckets", all.learningRate(), all.epochs(),
        all.dimensions(), all.wordNgrams(), all.subwords().exist() ? "subwords " + all.subwords() : "no subwords", all.effectiveBuckets());
  }

  @Override
  public List<ModelForm> forms() {
    return List.of(FastTextForm.values());
  }

  /** Names without a known suffix stand for fastText's own form. */
  @Override
  public Optional<ModelForm> form(final Path file) {
    return TrainableFamily.super.form(file).or(() -> Optional.of(FastTextForm.BIN));
  }

  @Override
  public Optional<Compression> compression() {
    return Optional.of(new FastTextCompression());
  }

  @Override
  public Optional<Coverage> coverage(final ModelArtifact model, final ExampleSource texts) throws IOException, TrainingDataException {
    return Optional.of(FastTextCoverage.of(((FastTextArtifact) model).file(), texts));
  }
}
