package io.labelstream.train.inception.family;

import io.labelstream.model.inception.family.InceptionFamily;
import io.labelstream.train.Compression;
import io.labelstream.train.DivergedException;
import io.labelstream.train.FamilyHelp;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.LabelSpelling;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.inception.NetworkTraining;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Trains networks for short texts with very many labels. */
public final class InceptionTraining implements TrainableFamily {
  @Override
  public String name() {
    return InceptionFamily.NAME;
  }

  @Override
  public FamilyHelp help() {
    return new FamilyHelp(
        "a small convolutional network for short texts, by PyTorch,", "a .safetensors file",
        "Dimensions, epochs, the learning rate, the dropouts, and the least count of words", "--dimensions 192 --epochs 20");
  }

  @Override
  public LabelSpelling labelSpelling() {
    return LabelSpelling.WITH_SPACES;
  }

  @Override
  public List<Setting<?>> settings() {
    return InceptionSettings.ALL;
  }

  @Override
  public void requireFit(final Settings settings) {
    VectorSettings.requireFit(settings);
    ShortlistOptions.of(settings);
  }

  @Override
  public TrainedModel train(final TrainingJob job) throws IOException, TrainingDataException, DivergedException, InterruptedException {
    final long start = System.nanoTime();
    return new TrainedInception(NetworkTraining.run(job, InceptionSettings.of(job.settings())), job.settings(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  /** That of the output, which grows with the features, and that of the convolutions, which grows with the dimensions. */
  @Override
  public double work(final Settings settings) {
    return settings.get(InceptionSettings.EPOCHS) * (double) settings.get(InceptionSettings.DIMENSIONS);
  }

  @Override
  public List<ModelForm> forms() {
    return List.of(new InceptionForm());
  }

  @Override
  public Optional<Compression> compression() {
    return Optional.empty();
  }
}
