package io.labelstream.train.encoder;

import io.labelstream.train.DataNeed;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One way to come to a sentence encoder. Stateless. */
public interface EncoderTask {
  /** The setting that asks for it: it names what the encoder is made from. */
  Setting<Path> source();

  /** Its other settings. Tasks may have some in common. */
  List<Setting<?>> settings();

  /** The data that it needs with these settings. */
  DataNeed dataNeed(Settings settings);

  /**
   * Checks that values go together.
   *
   * @throws IllegalArgumentException if one contradicts another; the message names it and the expected values
   */
  void requireFit(Settings settings);

  /**
   * Does it.
   *
   * @throws IOException if a file cannot be read
   * @throws TrainingDataException if there is nothing to learn from the texts, or a file is of another form than expected
   * @throws DivergedException if weights are no longer finite numbers
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  MadeEncoder run(TrainingJob job) throws IOException, TrainingDataException, DivergedException, InterruptedException;
}
