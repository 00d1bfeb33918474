package io.labelstream.train.encoder.distil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.fixture.ExampleList;
import io.labelstream.model.Metadata;
import io.labelstream.model.encoder.StaticBody;
import io.labelstream.model.encoder.TopicEncoder;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.train.Progress;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.MadeEncoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistilTaskTest {
  private static final List<List<String>> FIELDS = List.of(
      List.of("sport", "football", "match", "goal"), List.of("bank", "shares", "market", "profit"), List.of("planet", "telescope", "physics", "cell"));

  @TempDir private Path folder;

  @Test
  void shouldGiveTheTeachersGeometryInFewerDimensions() throws Exception {
    // When
    final MadeEncoder made = run(settings().with(DistilSettings.PAIRS, pairs()), new ArrayList<>());

    // Then
    assertThat(made.model().dimensions()).isEqualTo(8);
    assertThat(made.model().vocabulary().size()).isEqualTo(TopicEncoder.model().vocabulary().size());
    assertThat(made.findings().get("cosine to the projected teacher")).startsWith("0.9");
    assertThat(made.findings().get("on " + folder.resolve("pairs.tsv"))).matches("Spearman 0\\.\\d+ by the teacher, 0\\.\\d+ by its projection, 0\\.[89]\\d+ by this encoder");
  }

  @Test
  void shouldMakeTheSameTableEachTimeWithAnyNumberOfThreads() throws Exception {
    // When
    final MadeEncoder one = run(settings(), new ArrayList<>());
    final MadeEncoder two = run(settings().with(Settings.THREADS, 2).with(DistilSettings.FOLDER, folder.resolve("others")), new ArrayList<>());

    // Then
    assertThat(table(two)).isEqualTo(table(one));
  }

  @Test
  void shouldFindTheTeachersVectorsOnce() throws Exception {
    // Given
    final List<String> steps = new ArrayList<>();
    run(settings(), steps);
    assertThat(steps).anyMatch(step -> step.startsWith("teacher's vectors: 600 texts"));
    steps.clear();

    // When
    run(settings(), steps);

    // Then
    assertThat(steps).noneMatch(step -> step.startsWith("teacher's vectors"));
  }

  @Test
  void shouldFindTheProjectionByOtherTextsWhenThereAreSome() throws Exception {
    // Given
    final Path sport = Files.writeString(folder.resolve("sport.txt"), "football match\nsport goal\nmatch goal sport\n".repeat(4));

    // When
    final MadeEncoder made = run(settings().with(DistilSettings.PROJECTION_TEXTS, sport), new ArrayList<>());

    // Then
    assertThat(made.findings().get("of the teacher's vectors kept")).isNotEqualTo(run(settings(), new ArrayList<>()).findings().get("of the teacher's vectors kept"));
    assertThat(table(made)).isNotEqualTo(table(run(settings(), new ArrayList<>())));
  }

  @Test
  void shouldRefuseToFindTheProjectionByFewTexts() throws Exception {
    // Given
    final Path sport = Files.writeString(folder.resolve("sport.txt"), "football match\n\n");

    // When / Then
    assertThatThrownBy(() -> run(settings().with(DistilSettings.PROJECTION_TEXTS, sport), new ArrayList<>())).isInstanceOf(TrainingDataException.class)
        .hasMessage("the texts with a word piece in '" + sport + "' are 1, expected at least one for each of the 8 dimensions");
  }

  @Test
  void shouldRefuseMoreDimensionsThanTheTeacherHas() {
    // When / Then
    assertThatThrownBy(() -> run(settings().with(DistilSettings.DIMENSIONS, 128), new ArrayList<>()))
        .isInstanceOf(TrainingDataException.class).hasMessageContaining("have 16 dimensions, expected at least 128; lower --dimensions");
  }

  @Test
  void shouldRefuseMoreLayersThanTheTeacherHas() {
    // When / Then
    assertThatThrownBy(() -> run(settings().with(DistilSettings.LAYERS, 2), new ArrayList<>()))
        .isInstanceOf(TrainingDataException.class).hasMessage("the layers of the teacher are 0, expected at least 2; lower --layers");
  }

  @Test
  void shouldRefuseATeacherThatIsNoEncoder() throws Exception {
    // Given
    final Path file = Files.writeString(folder.resolve("teacher.safetensors"), "no model");

    // When / Then
    assertThatThrownBy(() -> run(settings().with(DistilSettings.TEACHER, file), new ArrayList<>()))
        .isInstanceOf(TrainingDataException.class).hasMessageStartingWith("the teacher '" + file + "' is refused: ");
  }

  @Test
  void shouldRefuseTextsWithoutAPiece() {
    // Given
    final TrainingJob job = new TrainingJob(new ExampleList().add(" ").add(""), Optional.empty(), settings(), Progress.NONE);

    // When / Then
    assertThatThrownBy(() -> new DistilTask().run(job)).isInstanceOf(TrainingDataException.class)
        .hasMessage("the texts with a word piece in 'examples.txt' are 0, expected at least 2");
  }

  @Test
  void shouldHoldATextOutWhenThereAreFew() throws Exception {
    // Given
    final ExampleList few = new ExampleList().add("football match").add("bank shares").add("planet telescope").add("goal match");

    // When
    final MadeEncoder made = new DistilTask().run(new TrainingJob(few, Optional.empty(), settings(), Progress.NONE));

    // Then
    assertThat(made.findings().get("cosine to the projected teacher")).endsWith(" on texts that it was not trained on, 1 in number").doesNotContain("NaN");
  }

  @Test
  void shouldRefuseToValidateWithNoText() {
    // Given
    final TrainingJob job = new TrainingJob(texts(), Optional.of(new ExampleList()), settings(), Progress.NONE);

    // When / Then
    assertThatThrownBy(() -> new DistilTask().run(job)).isInstanceOf(TrainingDataException.class).hasMessageContaining("has no text, expected some");
  }

  private MadeEncoder run(final Settings settings, final List<String> steps) throws Exception {
    return new DistilTask().run(new TrainingJob(texts(), Optional.empty(), settings, new Progress() {
      @Override
      public void at(final State state) {
        assertThat(state.fraction()).isBetween(0.0, 1.0);
      }

      @Override
      public void over(final String step) {
        steps.add(step);
      }
    }));
  }

  private Settings settings() {
    try {
      return Settings.usual().with(DistilSettings.TEACHER, teacher()).with(DistilSettings.DIMENSIONS, 8).with(DistilSettings.BATCH, 16)
          .with(DistilSettings.FOLDER, folder.resolve("vectors")).with(Settings.THREADS, 1);
    } catch (final IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private Path teacher() throws IOException {
    final Path file = folder.resolve("topics.safetensors");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      EncoderFile.write(TopicEncoder.model(), Metadata.none(), Precision.FLOAT32, channel);
    }
    return file;
  }

  /** Sentences of two or three words, mostly of one field. */
  private static ExampleList texts() {
    final Random random = new Random(3);
    final ExampleList texts = new ExampleList();
    for (int text = 0; text < 600; text++) {
      final List<String> field = FIELDS.get(random.nextInt(FIELDS.size()));
      texts.add(word(field, random) + " " + word(field, random) + (text % 3 == 0 ? " " + word(FIELDS.get(text / 3 % FIELDS.size()), random) : ""));
    }
    return texts;
  }

  private static String word(final List<String> field, final Random random) {
    return field.get(random.nextInt(field.size()));
  }

  private Path pairs() throws IOException {
    final StringBuilder pairs = new StringBuilder();
    for (final List<String> field : FIELDS) {
      for (final List<String> other : FIELDS) {
        pairs.append(field.get(0)).append(' ').append(field.get(1)).append('\t').append(other.get(1)).append(' ').append(other.get(2))
            .append('\t').append(field == other ? 5 : 0).append('\n');
      }
    }
    return Files.writeString(folder.resolve("pairs.tsv"), pairs);
  }

  private static float[] table(final MadeEncoder made) {
    return ((StaticBody) made.model().body()).table().values();
  }
}
