package io.labelstream.keywords;

import io.labelstream.train.Compression;
import io.labelstream.train.FamilyHelp;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Search;
import io.labelstream.train.Setting;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.LabelSpelling;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Trains {@link KeywordModel}s: the words that tell most of each label. */
public final class KeywordTraining implements TrainableFamily {
  static final Setting<Integer> WORDS = Setting.of("words", Integer.class).about("N", "How many words each label has at most")
      .usual(20).within(count -> count >= 1, "the words of a label are %s, expected at least 1").row("words of a label")
      .searched(Search.byFactors(10, 2, 200)).swept(List.of(10, 1)).build();

  static final Setting<Integer> MINIMAL_COUNT = Setting.of("min-count", Integer.class).about("N", "Words that occur less often are left out")
      .usual(1).within(count -> count >= 1, "the minimal count of words is %s, expected at least 1").row("least count of words").build();

  @Override
  public String name() {
    return KeywordModel.FAMILY;
  }

  @Override
  public FamilyHelp help() {
    return new FamilyHelp("a list of keywords", "a .safetensors file", "The number of words", "--words 50");
  }

  @Override
  public LabelSpelling labelSpelling() {
    return LabelSpelling.WITH_SPACES;
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(WORDS, MINIMAL_COUNT);
  }

  @Override
  public TrainedModel train(final TrainingJob job) throws IOException, TrainingDataException {
    final long start = System.nanoTime();
    final WordCounts counts = new WordCounts();
    job.texts().forEach(counts);
    final KeywordModel model = counts.model(job.settings().get(WORDS), job.settings().get(MINIMAL_COUNT));
    if (model.labels().size() < 2) {
      throw new TrainingDataException("'" + job.texts().name() + "' has " + model.labels().size() + " labels, expected at least 2");
    }
    job.progress().over(counts.texts() + " texts counted");
    return new TrainedKeywords(model, System.nanoTime() - start);
  }

  @Override
  public List<ModelForm> forms() {
    return List.of(new KeywordForm());
  }

  @Override
  public Optional<Compression> compression() {
    return Optional.of(new KeywordCompression());
  }
}
