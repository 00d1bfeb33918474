package io.labelstream.train.encoder.distil;

import io.labelstream.train.DataNeed;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.EncoderTask;
import io.labelstream.train.encoder.MadeEncoder;
import java.nio.file.Path;
import java.util.List;

/** Distils a small encoder from a large one, the teacher. */
public final class DistilTask implements EncoderTask {
  @Override
  public Setting<Path> source() {
    return DistilSettings.TEACHER;
  }

  @Override
  public List<Setting<?>> settings() {
    return DistilSettings.ALL;
  }

  @Override
  public DataNeed dataNeed(final Settings settings) {
    return DataNeed.TEXTS;
  }

  @Override
  public void requireFit(final Settings settings) {
    DistilSettings.of(settings);
  }

  @Override
  public MadeEncoder run(final TrainingJob job) throws TrainingDataException {
    throw new TrainingDataException("distillation is not there yet");
  }
}
