package io.labelstream.train.encoder.family;

import io.labelstream.model.encoder.family.EncoderFamily;
import io.labelstream.model.matrix.file.Precision;
import io.labelstream.train.Compression;
import io.labelstream.train.DataNeed;
import io.labelstream.train.DivergedException;
import io.labelstream.train.FamilyHelp;
import io.labelstream.train.Indexing;
import io.labelstream.train.ModelForm;
import io.labelstream.train.ModelImport;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.LabelSpelling;
import io.labelstream.train.data.TrainingDataException;
import io.labelstream.train.encoder.EncoderTask;
import io.labelstream.train.encoder.distil.DistilTask;
import io.labelstream.train.encoder.head.HeadTask;
import io.labelstream.train.encoder.index.EncoderIndexing;
import io.labelstream.train.encoder.source.EncoderImport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Trains sentence encoders: one of its tasks, as the settings ask for it. */
public final class EncoderTraining implements TrainableFamily {
  private static final List<EncoderTask> TASKS = List.of(new DistilTask(), new HeadTask());

  static final Setting<Precision> WEIGHT_PRECISION = Setting.of("weight-precision", Precision.class)
      .about("FORM", "The form of weights in the file: int8 or float32").usual(Precision.INT8).row("weights").ofServing().build();

  @Override
  public String name() {
    return EncoderFamily.NAME;
  }

  @Override
  public FamilyHelp help() {
    return new FamilyHelp("a sentence encoder on texts, or labels for one", "a .safetensors file", "", "--teacher teacher.jar --pairs dev.csv");
  }

  @Override
  public LabelSpelling labelSpelling() {
    return LabelSpelling.WITH_SPACES;
  }

  @Override
  public List<Setting<?>> settings() {
    final Stream<Setting<?>> ofTasks = TASKS.stream().flatMap(task -> Stream.concat(Stream.of(task.source()), task.settings().stream())).distinct();
    return Stream.concat(ofTasks, Stream.of(WEIGHT_PRECISION)).collect(Collectors.toUnmodifiableList());
  }

  @Override
  public DataNeed dataNeed(final Settings settings) {
    return task(settings).dataNeed(settings);
  }

  @Override
  public void requireFit(final Settings settings) {
    task(settings).requireFit(settings);
  }

  private static EncoderTask task(final Settings settings) {
    final List<EncoderTask> asked = TASKS.stream().filter(task -> settings.given(task.source()).isPresent()).toList();
    if (asked.size() != 1) {
      final String sources = TASKS.stream().map(task -> "--" + task.source().name()).collect(Collectors.joining(" or "));
      throw new IllegalArgumentException((asked.isEmpty() ? "nothing is named to make an encoder from" : "several encoders are asked for at once")
          + ", expected " + sources);
    }
    return asked.getFirst();
  }

  @Override
  public TrainedModel train(final TrainingJob job) throws IOException, TrainingDataException, DivergedException, InterruptedException {
    final long start = System.nanoTime();
    return new TrainedEncoder(task(job.settings()).run(job), job.settings().get(WEIGHT_PRECISION), Duration.ofNanos(System.nanoTime() - start));
  }

  @Override
  public List<ModelForm> forms() {
    return List.of(new EncoderForm());
  }

  @Override
  public Optional<ModelImport> imports() {
    return Optional.of(new EncoderImport());
  }

  @Override
  public Optional<Compression> compression() {
    return Optional.of(new EncoderCompression());
  }

  @Override
  public Optional<Indexing> indexing() {
    return Optional.of(new EncoderIndexing());
  }
}
