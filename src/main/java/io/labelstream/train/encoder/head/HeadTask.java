package io.labelstream.train.encoder.head;

import io.labelstream.model.ModelArtifact;
import io.labelstream.model.ModelBytes;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.family.EncoderArtifact;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.train.DataNeed;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.EncoderTask;
import io.labelstream.train.encoder.MadeEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Gives an encoder labels. */
public final class HeadTask implements EncoderTask {
  @Override
  public Setting<Path> source() {
    return HeadSettings.MODEL;
  }

  @Override
  public List<Setting<?>> settings() {
    return HeadSettings.ALL;
  }

  @Override
  public DataNeed dataNeed(final Settings settings) {
    return DataNeed.NONE;
  }

  @Override
  public void requireFit(final Settings settings) {
    HeadSettings.of(settings);
  }

  @Override
  public MadeEncoder run(final TrainingJob job) throws IOException, TrainingDataException, DivergedException, InterruptedException {
    final HeadSettings settings = HeadSettings.of(job.settings());
    final EncoderModel model = read(settings.model());
    return settings.fineTuning().isPresent() ? FineTuning.run(model, settings.fineTuning().get(), job) : LabelTraining.run(model, settings, job);
  }

  private static EncoderModel read(final Path file) throws IOException, TrainingDataException {
    try (ModelBytes bytes = ModelBytes.of(file); ModelArtifact artifact = ModelLoader.read(bytes)) {
      if (artifact instanceof EncoderArtifact encoder) {
        return encoder.model();
      }
      throw new TrainingDataException("'" + file + "' is a model of the family " + artifact.description().family() + ", expected a sentence encoder");
    } catch (final ModelRefusedException unsound) {
      throw new TrainingDataException("'" + file + "': " + unsound.getMessage(), unsound);
    }
  }
}
