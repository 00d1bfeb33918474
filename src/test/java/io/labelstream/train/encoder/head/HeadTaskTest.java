package io.labelstream.train.encoder.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Metadata;
import io.labelstream.model.Predictions;
import io.labelstream.model.ScoredLabel;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.PiecePairs;
import io.labelstream.model.encoder.RandomEncoders;
import io.labelstream.model.encoder.StaticBody;
import io.labelstream.model.encoder.VectorOutput.Activation;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.train.DivergedException;
import io.labelstream.train.Progress;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.DataFiles;
import io.labelstream.train.data.DataFormat;
import io.labelstream.train.data.DataOptions;
import io.labelstream.train.data.LabelledFile;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.MadeEncoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeadTaskTest {
  private static final DataOptions LINES = DataOptions.usual().with(DataFormat.FASTTEXT);
  private static final String DESCRIPTIONS = "animal\tdog cat\nthing\tmat word\n";
  private static final String EXAMPLES = """
      __label__animal the dog
      __label__thing a mat
      __label__animal the cat runs
      __label__thing on the mat
      __label__animal a cat
      __label__thing the word
      """;

  @TempDir
  private Path folder;

  private Settings settings = Settings.usual();
  private Optional<Path> validation = Optional.empty();

  @BeforeEach
  void writeEncoder() throws IOException {
    use(new RandomEncoders(4).dimensions(16).tabled());
  }

  @Test
  void shouldGiveTheLabelWhoseDescriptionIsNearest() throws Exception {
    // Given
    given(HeadSettings.LABELS, "labels.tsv", DESCRIPTIONS);

    // When
    final EncoderModel model = make().model();

    // Then
    assertThat(best(model, "a dog and a cat")).extracting(ScoredLabel::label).isEqualTo("animal");
    assertThat(best(model, "mat mat")).extracting(ScoredLabel::label).isEqualTo("thing");
  }

  @Test
  void shouldGiveTheLabelOfTheNearestSingleDescriptionWhenEachIsAPrototype() throws Exception {
    // Given
    given(HeadSettings.LABELS, "labels.tsv", "animal\tdog\tcat\nthing\tmat\tword\n");
    settings = settings.with(HeadSettings.PROTOTYPES, HeadSettings.Prototypes.EACH);

    // When
    final EncoderModel model = make().model();

    // Then
    assertThat(List.of("dog", "cat", "mat", "word")).map(text -> best(model, text).label()).containsExactly("animal", "animal", "thing", "thing");
  }

  @Test
  void shouldRefuseUnlabelledTextsOfWhichNothingIsKnown() throws Exception {
    // Given
    given(HeadSettings.LABELS, "labels.tsv", DESCRIPTIONS);
    given(HeadSettings.TEXTS, "texts.txt", "\n");

    // When / Then
    assertThatThrownBy(this::make).isInstanceOf(TrainingDataException.class).hasMessage("'" + folder.resolve("texts.txt") + "' has no text with a piece that the encoder knows");
  }

  @Test
  void shouldLearnFromUnlabelledTextsWhichWordsGoTogether() throws Exception {
    // Given
    given(HeadSettings.LABELS, "labels.tsv", DESCRIPTIONS);
    given(HeadSettings.TEXTS, "texts.txt", "dog cat runs\nmat word play\n".repeat(200));

    // When
    final EncoderModel model = make().model();

    // Then
    assertThat(List.of("runs", "play")).map(text -> best(model, text).label()).containsExactly("animal", "thing");
  }

  @Test
  void shouldBeLessSureWhenValidationTextsAreHalfWrong() throws Exception {
    // Given
    given(HeadSettings.LABELS, "labels.tsv", DESCRIPTIONS);
    final float sure = best(make().model(), "the dog").score();
    validation = Optional.of(Files.writeString(folder.resolve("validation.txt"), EXAMPLES + EXAMPLES.replace("animal", "x").replace("thing", "animal").replace("x", "thing")));

    // When
    final float unsure = best(make().model(), "the dog").score();

    // Then
    assertThat(unsure).isBetween(0.5f, Math.min(sure, 0.55f));
  }

  @Test
  void shouldLearnFromExamples() throws Exception {
    // Given
    given(HeadSettings.EXAMPLES, "examples.txt", EXAMPLES);

    // When
    final MadeEncoder made = make();

    // Then
    assertThat(List.of("the dog", "the cat", "a mat", "word")).map(text -> best(made.model(), text).label())
        .containsExactly("animal", "animal", "thing", "thing");
    assertThat(made.findings()).containsKeys("penalty", "scale of margins").containsEntry("examples learned from", "6 examples");
  }

  @Test
  void shouldKnowALabelThatIsOnlyDescribedWhenOthersHaveExamples() throws Exception {
    // Given
    given(HeadSettings.EXAMPLES, "examples.txt", EXAMPLES);
    given(HeadSettings.LABELS, "labels.tsv", DESCRIPTIONS + "play\tplaying plays\n");

    // When
    final EncoderModel model = make().model();

    // Then
    assertThat(best(model, "playing plays").label()).isEqualTo("play");
  }

  @Test
  void shouldGiveTheOtherLabelToTextsOfItsKind() throws Exception {
    // Given
    given(HeadSettings.EXAMPLES, "examples.txt", EXAMPLES);
    given(HeadSettings.OTHER_EXAMPLES, "others.txt", "plays , plays\nplaying !\n");
    settings = settings.with(HeadSettings.OTHER, "none of these");

    // When
    final EncoderModel model = make().model();

    // Then
    assertThat(List.of("playing plays", "the dog", "a mat")).map(text -> best(model, text).label()).containsExactly("none of these", "animal", "thing");
  }

  @Test
  void shouldTrainTheTableWhenItIsFineTuned() throws Exception {
    // Given
    given(HeadSettings.FINETUNE, "texts.txt", EXAMPLES.repeat(10));
    settings = settings.with(HeadSettings.RATE, 0.1);

    // When
    final EncoderModel model = make().model();

    // Then
    assertThat(List.of("the dog", "a mat")).map(text -> best(model, text).label()).containsExactly("animal", "thing");
    assertThat(best(model, "the dog").score()).isGreaterThan(0.9f);
    assertThat(((StaticBody) model.body()).table().values()).isNotEqualTo(((StaticBody) encoder().body()).table().values());
  }

  @Test
  void shouldLearnTheOrderOfWordsWhenItIsFineTuned() throws Exception {
    // Given
    given(HeadSettings.FINETUNE, "texts.txt", "__label__first dog cat\n__label__second cat dog\n".repeat(30));
    settings = settings.with(HeadSettings.RATE, 0.1);

    // When
    final EncoderModel model = make().model();

    // Then
    assertThat(List.of("dog cat", "cat dog")).map(text -> best(model, text).label()).containsExactly("first", "second");
    assertThat(((StaticBody) model.body()).pairs().count()).isEqualTo(6);
  }

  @Test
  void shouldKeepTheMostFrequentPairsWhenThereAreMoreThanAskedFor() throws Exception {
    // Given
    given(HeadSettings.FINETUNE, "texts.txt", "__label__a dog cat\n__label__a dog cat runs\n__label__b mat runs\n".repeat(10));
    settings = settings.with(HeadSettings.PAIRS, 2);

    // When
    final EncoderModel model = make().model();

    // Then
    assertThat(named(model)).containsExactlyInAnyOrder("[CLS] dog", "dog cat");
  }

  @Test
  void shouldBeginWithTheRowsOfKnownPairsWhenItIsFineTunedAgain() throws Exception {
    // Given
    final EncoderModel before = new RandomEncoders(4).dimensions(16).pairs("[CLS]", "mat", "dog", "cat", "cat", "[SEP]").tabled();
    use(before);
    given(HeadSettings.FINETUNE, "texts.txt", "__label__first dog cat\n__label__second cat dog\n".repeat(30));
    settings = settings.with(HeadSettings.RATE, 1e-6);

    // When
    final EncoderModel model = make().model();

    // Then
    final int dogCat = named(model).indexOf("dog cat");
    assertThat(named(model)).contains("cat [SEP]").doesNotContain("[CLS] mat");
    assertThat(row(model, dogCat)).usingComparatorWithPrecision(2e-2f).containsExactly(row(before, 1));
    assertThat(row(model, named(model).indexOf("cat dog"))).usingComparatorWithPrecision(2e-2f).containsOnly(0f);
  }

  /** The pairs of pieces that have rows. */
  private static List<String> named(final EncoderModel model) {
    final PiecePairs pairs = ((StaticBody) model.body()).pairs();
    return IntStream.range(0, pairs.count()).mapToObj(pair -> piece(model, pairs.first(pair)) + " " + piece(model, pairs.second(pair))).toList();
  }

  private static String piece(final EncoderModel model, final int id) {
    return new String(model.vocabulary().pieces().get(id), StandardCharsets.UTF_8);
  }

  private static float[] row(final EncoderModel model, final int pair) {
    final StaticBody body = (StaticBody) model.body();
    final int start = (body.pieces() + pair) * body.dimensions();
    return Arrays.copyOfRange(body.table().values(), start, start + body.dimensions());
  }

  @Test
  void shouldGiveTheSameTableWhenTheSeedIsTheSame() throws Exception {
    // Given
    given(HeadSettings.FINETUNE, "texts.txt", EXAMPLES.repeat(10));
    final float[] first = ((StaticBody) make().model().body()).table().values();

    // When
    final float[] again = ((StaticBody) make().model().body()).table().values();

    // Then
    assertThat(again).isEqualTo(first);
  }

  @Test
  void shouldLearnEqualSharesOfALabelWhenTextsHaveTwo() throws Exception {
    // Given
    given(HeadSettings.FINETUNE, "texts.txt", "__label__animal __label__pet dog\n__label__thing mat\n".repeat(30));
    settings = settings.with(HeadSettings.RATE, 0.1);

    // When
    final List<ScoredLabel> labels = labels(make().model(), "dog", 3);

    // Then
    assertThat(labels.subList(0, 2)).extracting(ScoredLabel::label).containsExactlyInAnyOrder("animal", "pet");
    assertThat(labels.getFirst().score() - labels.get(1).score()).isLessThan(0.1f);
  }

  @Test
  void shouldSayThatItDivergedWhenTheTableHoldsWhatIsNoNumber() throws Exception {
    // Given
    given(HeadSettings.FINETUNE, "texts.txt", EXAMPLES.repeat(10));
    final EncoderModel broken = new RandomEncoders(4).dimensions(16).tabled();
    final float[] table = ((StaticBody) broken.body()).table().values();
    Arrays.fill(table, Float.NaN);

    // When, then
    assertThatThrownBy(() -> FineTuning.run(broken, HeadSettings.of(settings).fineTuning().orElseThrow(), job())).isInstanceOf(DivergedException.class)
        .hasMessageContaining("--finetune-rate");
  }

  @Test
  void shouldRefuseToFineTuneAnEncoderWithDenseMaps() throws Exception {
    // Given
    use(new RandomEncoders(4).dense(8, Activation.TANH).tabled());
    given(HeadSettings.FINETUNE, "texts.txt", EXAMPLES);

    // When, then
    assertThatThrownBy(this::make).isInstanceOf(TrainingDataException.class).hasMessageContaining("static encoder");
  }

  @Test
  void shouldNameTheLabelWhenNoPieceOfItsDescriptionIsKnown() throws Exception {
    // Given
    given(HeadSettings.LABELS, "labels.tsv", "animal\tdog\nnothing\t\u0001\u0002\n");

    // When, then
    assertThatThrownBy(this::make).isInstanceOf(TrainingDataException.class).hasMessageContaining("'nothing'");
  }

  @Test
  void shouldRefuseExamplesOfOneLabel() throws Exception {
    // Given
    given(HeadSettings.EXAMPLES, "examples.txt", "__label__animal the dog\n__label__animal the cat\n");

    // When, then
    assertThatThrownBy(this::make).isInstanceOf(TrainingDataException.class).hasMessageContaining("fewer than two labels");
  }

  @Test
  void shouldRefuseExamplesWithSeveralLabels() throws Exception {
    // Given
    given(HeadSettings.EXAMPLES, "examples.txt", "__label__animal __label__pet the dog\n__label__animal the cat\n");

    // When, then
    assertThatThrownBy(this::make).isInstanceOf(TrainingDataException.class).hasMessageContaining("several labels");
  }

  @Test
  void shouldRefuseExamplesOfALabelThatIsNotDescribed() throws Exception {
    // Given
    given(HeadSettings.LABELS, "labels.tsv", DESCRIPTIONS);
    given(HeadSettings.EXAMPLES, "examples.txt", EXAMPLES + "__label__pet the dog\n");

    // When, then
    assertThatThrownBy(this::make).isInstanceOf(TrainingDataException.class).hasMessageContaining("'pet'");
  }

  @Test
  void shouldNameTheFileWhenItIsNoSentenceEncoder() throws Exception {
    // Given
    given(HeadSettings.LABELS, "labels.tsv", DESCRIPTIONS);
    final Path unsound = Files.writeString(folder.resolve("unsound.safetensors"), "no model");

    // When, then
    for (final Path file : List.of(unsound, Path.of("models", "lid.176.ftz"))) {
      settings = settings.with(HeadSettings.MODEL, file);
      assertThatThrownBy(this::make).isInstanceOf(TrainingDataException.class).hasMessageStartingWith("'" + file + "'");
    }
  }

  @Test
  void shouldRefuseSettingsThatContradictEachOther() {
    // Given
    final Settings both = settings.with(HeadSettings.FINETUNE, Path.of("a")).with(HeadSettings.LABELS, Path.of("b"));

    // When, then
    assertThatThrownBy(() -> new HeadTask().requireFit(both)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("--finetune");
  }

  private void use(final EncoderModel model) throws IOException {
    final Path file = folder.resolve("encoder.safetensors");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      EncoderFile.write(model, Metadata.none(), Precision.INT8, channel);
    }
    settings = settings.with(HeadSettings.MODEL, file);
  }

  private EncoderModel encoder() {
    return new RandomEncoders(4).dimensions(16).tabled();
  }

  private void given(final Setting<Path> setting, final String name, final String content) throws IOException {
    settings = settings.with(setting, Files.writeString(folder.resolve(name), content));
  }

  private TrainingJob job() throws IOException, TrainingDataException {
    final Path none = Files.writeString(folder.resolve("none.txt"), "__label__a b\n");
    return new TrainingJob(
        LabelledFile.of(none, LINES), validation.isPresent() ? Optional.of(LabelledFile.of(validation.get(), LINES)) : Optional.empty(),
        settings, Progress.NONE, DataFiles.with(LINES), Optional.empty());
  }

  private MadeEncoder make() throws Exception {
    return new HeadTask().run(job());
  }

  private ScoredLabel best(final EncoderModel model, final String text) {
    return labels(model, text, 1).getFirst();
  }

  /** Labels by the model as a file that was opened. */
  private List<ScoredLabel> labels(final EncoderModel model, final String text, final int count) {
    final Path file = folder.resolve("made.safetensors");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      EncoderFile.write(model, Metadata.none(), Precision.INT8, channel);
      try (TextClassifier classifier = ModelLoader.open(file)) {
        final Predictions predictions = new Predictions(count, 0f);
        final ClassifierSession session = classifier.newSession();
        session.classify(text, predictions);
        return predictions.toList(classifier.labels());
      }
    } catch (final Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
