package io.labelstream.model.load;

import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.fasttext.FastTextClassifier;
import io.labelstream.model.fasttext.file.StoredModel;
import io.labelstream.model.file.Metadata;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/** Opens and describes model files of every family. Thread-safe. */
public final class ModelLoader {
  private ModelLoader() {}

  /**
   * Opens a model with the default options.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static TextClassifier open(final Path file) throws IOException, ModelRefusedException {
    return open(file, ModelOptions.defaults());
  }

  /**
   * Opens a model.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static TextClassifier open(final Path file, final ModelOptions options) throws IOException, ModelRefusedException {
    try (FileChannel channel = FileChannel.open(file)) {
      return open(channel, options);
    }
  }

  /**
   * Opens the model that a channel's file holds, from its start, wherever the channel's position is.
   *
   * <p>Files of up to 64 MiB are read into memory; of larger ones the model may keep pages mapped, so that their bytes must not change while it is open.
   *
   * @param channel a readable file; may be closed afterwards
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static TextClassifier open(final FileChannel channel, final ModelOptions options) throws IOException, ModelRefusedException {
    return FastTextClassifier.open(channel, options);
  }

  /**
   * Describes a model file without making it ready to classify.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static ModelDescription describe(final Path file) throws IOException, ModelRefusedException {
    try (FileChannel channel = FileChannel.open(file)) {
      return describe(channel);
    }
  }

  /**
   * Describes the model that a channel's file holds, without making it ready to classify.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static ModelDescription describe(final FileChannel channel) throws IOException, ModelRefusedException {
    try (Arena arena = Arena.ofConfined()) {
      final long size = channel.size();
      return StoredModel.parse(channel.map(MapMode.READ_ONLY, 0, size, arena)).description();
    }
  }

  /**
   * What a model file says about itself besides what {@link #describe} tells: its card, its golden samples, or whatever else was put in. The weights are not
   * looked at. Nothing where the form of the file has no place for it.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file has a place for it, and is not sound there
   */
  public static Metadata metadata(final FileChannel channel) throws IOException, ModelRefusedException {
    try (Arena arena = Arena.ofConfined()) {
      return StoredModel.metadata(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
    }
  }

  /**
   * How many bytes outside the heap the model will hold for itself once it is open, {@link io.labelstream.model.ModelMemory#residentBytes()}: never less,
   * and hardly more. What is needed for a moment while it is opened is not counted.
   *
   * @throws IOException if the file cannot be read
   * @throws ModelRefusedException if the file is not a sound model
   */
  public static long estimate(final FileChannel channel, final ModelOptions options) throws IOException, ModelRefusedException {
    return FastTextClassifier.estimate(channel, options);
  }
}
