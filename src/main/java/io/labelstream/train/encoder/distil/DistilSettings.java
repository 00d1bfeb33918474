package io.labelstream.train.encoder.distil;

import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a distillation.
 *
 * @param teacher the folder or file of the large encoder
 * @param dimensions of the vectors of the small one
 * @param layers of the small one; 0 for a table alone
 * @param cache the folder that keeps the teacher's vectors
 * @param pairs scored pairs of texts to validate with
 */
record DistilSettings(Path teacher, int dimensions, int layers, Path cache, Optional<Path> pairs) {
  static final Setting<Path> TEACHER = Setting.of("teacher", Path.class)
      .about("DIR|FILE", "Distil a small encoder from this one: a folder in the layout of Hugging Face, or an encoder that 'convert' wrote").row("teacher").build();

  static final Setting<Integer> DIMENSIONS = Setting.of("dimensions", Integer.class)
      .about("N", "The dimensions of vectors").usual(128).within(count -> count >= 1 && count <= 4096, "the dimensions are %s, expected 1 to 4096")
      .row("dimensions").build();

  static final Setting<Integer> LAYERS = Setting.of("layers", Integer.class)
      .about("N", "The layers of the small encoder; 0 for a table of word pieces, which is the fastest").usual(0)
      .within(count -> count >= 0 && count <= 12, "the layers are %s, expected 0 to 12").row("layers").build();

  static final Setting<Path> CACHE = Setting.of("teacher-vectors", Path.class)
      .about("DIR", "The folder that keeps the teacher's vectors, so that they are found once").usual(Path.of("teacher-vectors")).build();

  static final Setting<Path> PAIRS = Setting.of("pairs", Path.class)
      .about("FILE", "Scored pairs of texts to choose the best epoch by: two texts and a number in a row").row("pairs to validate with").build();

  static final List<Setting<?>> ALL = List.of(DIMENSIONS, LAYERS, CACHE, PAIRS);

  static DistilSettings of(final Settings settings) {
    return new DistilSettings(
        settings.get(TEACHER), settings.get(DIMENSIONS), settings.get(LAYERS), settings.get(CACHE), settings.find(PAIRS));
  }
}
