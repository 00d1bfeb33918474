package io.labelstream.train.encoder.distil;

import io.labelstream.train.DataNeed;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.Workers;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.EncoderTask;
import io.labelstream.train.encoder.MadeEncoder;
import java.io.IOException;
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
  public MadeEncoder run(final TrainingJob job) throws IOException, TrainingDataException, DivergedException, InterruptedException {
    final DistilSettings settings = DistilSettings.of(job.settings());
    final Teacher teacher = Teacher.of(Teachers.read(settings.teacher()), settings.folder());
    if (settings.dimensions() > teacher.model().dimensions()) {
      throw new TrainingDataException("the vectors of the teacher '" + settings.teacher() + "' have " + teacher.model().dimensions() + " dimensions, expected at least "
          + settings.dimensions() + "; lower --dimensions");
    }
    try (Workers workers = new Workers(job.settings().get(Settings.THREADS))) {
      return new Distillation(job, settings, teacher, workers).run();
    }
  }
}
