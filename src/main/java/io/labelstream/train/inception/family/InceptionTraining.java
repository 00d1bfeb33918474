package io.labelstream.train.inception.family;

import io.labelstream.model.ModelArtifact;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.inception.family.InceptionArtifact;
import io.labelstream.model.inception.family.InceptionFamily;
import io.labelstream.train.Compression;
import io.labelstream.train.CostFigure;
import io.labelstream.train.DivergedException;
import io.labelstream.train.FamilyHelp;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.ShortlistRecall;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.ExampleSource;
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

  @Override
  public List<CostFigure> costs(final ModelArtifact model, final TextClassifier classifier, final ExampleSource texts, final int top)
      throws IOException, TrainingDataException {
    final Optional<ShortlistRecall> recall = shortlistRecall(model, classifier, texts);
    return recall.map(shortlist -> List.of(new CostFigure("labels", shortlist.mean()), new CostFigure("recall", shortlist.share()))).orElse(List.of());
  }

  @Override
  public Optional<ShortlistRecall> shortlistRecall(final ModelArtifact model, final TextClassifier classifier, final ExampleSource texts)
      throws IOException, TrainingDataException {
    return ((InceptionArtifact) model).model().shortlist().isPresent() ? Optional.of(ShortlistMeter.measure(classifier, texts)) : Optional.empty();
  }

  /** A shortlist has settings only if there is one. */
  @Override
  public Settings reduced(final Settings settings) {
    return settings.given(ShortlistOptions.SHORTLIST).isPresent() ? settings : ShortlistOptions.without(settings);
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
    return Optional.of(new InceptionCompression());
  }
}
