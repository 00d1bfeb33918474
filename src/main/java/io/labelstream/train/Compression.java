package io.labelstream.train;

import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.util.List;

/** Compresses the models of a family. Stateless. */
public interface Compression {
  /** The most bytes of the file; every family observes it. */
  Setting<Long> SIZE = Setting.of("size", Long.class)
      .about("SIZE", "The most bytes the file may have, such as 65536, 64KiB, 64K (the same: 1024 each) or 1.6MB (1000 times 1000). What is kept, "
          + "and how it is coded, is searched for")
      .within(bytes -> bytes >= 1, "the size limit is %s bytes, expected at least 1").needing(Setting.Need.TEXTS, bytes -> true)
      .row("limit", bytes -> bytes + " bytes").build();

  /** Its texts in the help of {@code compress}. */
  Help help();

  /** Other limits than {@link #SIZE}. At most one of all limits is given. */
  default List<Setting<?>> limits() {
    return List.of();
  }

  /** The settings of the compression, besides the limits, {@link Settings#THREADS} and {@link Settings#SEED}. */
  List<Setting<?>> settings();

  /** The settings to use if there are no texts to train on. */
  default Settings withoutTexts(final Settings settings) {
    return settings;
  }

  /**
   * Compresses a model.
   *
   * @throws IOException if texts cannot be read
   * @throws TrainingDataException if the texts are of another form than expected
   * @throws CompressionException if the model cannot be compressed, or not to the requested size
   * @throws InterruptedException if the thread was interrupted
   */
  CompressedModel compress(CompressionJob job) throws IOException, TrainingDataException, CompressionException, InterruptedException;

  /**
   * The texts of the help of {@code compress}.
   *
   * @param steps the steps of the compression, as the end of a sentence
   * @param forms the choice of the form by the name of the file, as the end of a sentence
   * @param withoutTexts its steps without texts, as the end of a sentence
   * @param model the models that it takes, such as {@code with vectors that are not quantised}
   * @param examples arguments of the verb
   */
  record Help(String steps, String forms, String withoutTexts, String model, List<String> examples) {
    public Help {
      examples = List.copyOf(examples);
    }
  }
}
