package io.labelstream.train.encoder.distil;

import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.encoder.StudentSettings;
import io.labelstream.train.encoder.StudentSettings.Loss;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of a distillation.
 *
 * @param teacher the folder or file of the large encoder
 * @param dimensions of the vectors of the small one
 * @param folder that keeps the teacher's vectors
 * @param projectionTexts texts to find the projection by, or none for those of the data
 * @param layers of the small one; 0 for a table
 * @param pairs scored pairs of texts to validate with
 */
record DistilSettings(
    Path teacher, int dimensions, Projection.Kind projection, double whitening, Optional<Path> projectionTexts, int layers, StudentSettings student, Path folder,
    Optional<Path> pairs) {
  static final Setting<Path> TEACHER = Setting.of("teacher", Path.class)
      .about("DIR|FILE", "Distil a small encoder from this one: a folder in the layout of Hugging Face, an ONNX file or a jar with one, or an encoder's .safetensors file")
      .row("teacher").build();

  static final Setting<Integer> DIMENSIONS = Setting.of("dimensions", Integer.class)
      .about("N", "The dimensions of vectors").usual(128).within(count -> count >= 1 && count <= 4096, "the dimensions are %s, expected 1 to 4096")
      .row("dimensions").build();

  static final Setting<Integer> LAYERS = Setting.of("layers", Integer.class)
      .about("N", "The layers of the small encoder, up to 3 of the teacher's own: nearer to it, slower, and trained by PyTorch; 0 is a table of word pieces, the fastest").usual(0)
      .within(count -> count >= 0 && count <= 3, "the layers are %s, expected 0 to 3").row("layers").build();

  static final Setting<Projection.Kind> PROJECTION = named("projection", Projection.Kind.class)
      .about("KIND", "The way from the teacher's dimensions to fewer: svd, or pca, which subtracts the mean first").usual(Projection.Kind.SVD)
      .row("projection").build();

  static final Setting<Double> WHITENING = Setting.of("whitening", Double.class)
      .about("P", "How much the dimensions of the projection become alike, from 0, as they are, to 1: each is divided by this power of its singular value").usual(0.3)
      .within(power -> power >= 0 && power <= 1, "the whitening is %s, expected 0 to 1").row("whitening").build();

  static final Setting<Path> PROJECTION_TEXTS = Setting.of("projection-texts", Path.class)
      .about("FILE", "Find the projection by these texts, one a line: some thousands like those that will be encoded. By the data unless given")
      .row("texts of the projection").build();

  static final Setting<Loss> LOSS = named("loss", Loss.class)
      .about("LOSS", "What training makes small: cosine, or mse").usual(Loss.COSINE).row("loss").build();

  static final Setting<Integer> EPOCHS = Setting.of("epochs", Integer.class)
      .about("N", "How often each text is visited, 6 times for a table and once for layers unless given").within(count -> count >= 1, "the epochs are %s, expected at least 1").row("epochs").build();

  static final Setting<Double> LEARNING_RATE = Setting.of("learning-rate", Double.class)
      .about("R", "The greatest learning rate, 0.005 for a table and 0.0003 for layers unless given")
      .within(rate -> rate > 0 && rate <= 10, "the learning rate is %s, expected above 0 and at most 10").row("learning rate").build();

  static final Setting<Integer> BATCH = Setting.of("batch", Integer.class)
      .about("N", "The texts of a step, 256 for a table and 128 for layers unless given").within(count -> count >= 1, "the batch is %s, expected at least 1").row("batch").build();

  static final Setting<Path> FOLDER = Setting.of("teacher-vectors", Path.class)
      .about("DIR", "The folder that keeps the teacher's vectors, so that an interrupted training goes on and the next one finds them")
      .usual(Path.of("teacher-vectors")).build();

  static final Setting<Path> PAIRS = Setting.of("pairs", Path.class)
      .about("FILE", "Choose the best epoch by these pairs: two texts and a score in each row, TSV or CSV. By texts that are held out unless given")
      .row("pairs to validate with").build();

  static final List<Setting<?>> ALL = List.of(DIMENSIONS, LAYERS, PROJECTION, WHITENING, PROJECTION_TEXTS, LOSS, EPOCHS, LEARNING_RATE, BATCH, FOLDER, PAIRS);

  static DistilSettings of(final Settings settings) {
    final int layers = settings.get(LAYERS);
    final boolean isTable = layers == 0;
    final StudentSettings student = new StudentSettings(
        settings.get(LOSS), settings.given(EPOCHS).orElse(isTable ? 6 : 1), settings.given(LEARNING_RATE).orElse(isTable ? 0.005 : 3e-4),
        settings.given(BATCH).orElse(isTable ? 256 : 128), settings.get(Settings.SEED));
    return new DistilSettings(
        settings.get(TEACHER), settings.get(DIMENSIONS), settings.get(PROJECTION), settings.get(WHITENING), settings.find(PROJECTION_TEXTS), layers, student,
        settings.get(FOLDER), settings.find(PAIRS));
  }

  private static <E extends Enum<E>> Setting.Builder<E> named(final String name, final Class<E> type) {
    return Setting.of(name, type).written(
        text -> Arrays.stream(type.getEnumConstants()).filter(constant -> word(constant).equals(text)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is unknown, expected one of "
                + Arrays.stream(type.getEnumConstants()).map(DistilSettings::word).collect(Collectors.joining(", ")))),
        DistilSettings::word);
  }

  private static String word(final Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
