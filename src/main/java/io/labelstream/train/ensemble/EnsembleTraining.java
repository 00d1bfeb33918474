package io.labelstream.train.ensemble;

import io.labelstream.model.ModelDescription;
import io.labelstream.model.ensemble.Combination;
import io.labelstream.model.ensemble.EnsembleFamily;
import io.labelstream.train.Compression;
import io.labelstream.train.FamilyHelp;
import io.labelstream.train.ModelForm;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainableFamily;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.TrainingJob;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.LabelSpelling;
import io.labelstream.train.data.TextForm;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes ensembles of models. */
public final class EnsembleTraining implements TrainableFamily {
  /** Each part of the texts is scored by a combination that was fitted to the others. */
  private static final int PARTS = 5;
  private static final int FEWEST_TEXTS = 2 * PARTS;

  @Override
  public String name() {
    return EnsembleFamily.NAME;
  }

  @Override
  public FamilyHelp help() {
    return new FamilyHelp("an ensemble of models", "a .safetensors file", "", "--members tree.safetensors,words.bin");
  }

  @Override
  public Set<TextForm> textForms() {
    return EnumSet.allOf(TextForm.class);
  }

  @Override
  public LabelSpelling labelSpelling() {
    return LabelSpelling.WITH_SPACES;
  }

  @Override
  public List<Setting<?>> settings() {
    return EnsembleSettings.ALL;
  }

  @Override
  public void requireFit(final Settings settings) {
    EnsembleSettings.members(settings);
  }

  @Override
  public TrainedModel train(final TrainingJob job) throws IOException, TrainingDataException, InterruptedException {
    final long start = System.nanoTime();
    final Members members = Members.open(EnsembleSettings.members(job.settings()));
    try {
      return train(job, members, start);
    } catch (final IOException | TrainingDataException | InterruptedException | RuntimeException | Error failure) {
      members.close();
      throw failure;
    }
  }

  private static TrainedModel train(final TrainingJob job, final Members members, final long start)
      throws IOException, TrainingDataException, InterruptedException {
    final int candidates = job.settings().get(EnsembleSettings.CANDIDATES);
    final List<ScoredText> texts = texts(job.texts(), members, candidates);
    job.progress().over(String.format(Locale.ROOT, "%,d texts scored by %d members with %,d labels", texts.size(), members.all().size(), members.labels()));
    final Quality ensemble = crossValidated(texts, members.all().size(), candidates);
    final Combination combination = CombinationFit.of(texts, members.all().size(), candidates);
    final Map<String, String> findings = new LinkedHashMap<>();
    final List<String> alone = new ArrayList<>();
    for (int number = 0; number < members.all().size(); number++) {
      final Members.Member member = members.all().get(number);
      final Quality quality = new Quality();
      for (final ScoredText text : texts) {
        quality.add(text, Quality.ofMember(number));
      }
      final ModelDescription description = member.artifact().description();
      alone.add(quality.inWords());
      findings.put("member " + member.path().getFileName(), String.format(Locale.ROOT, "%s/%d of %,d bytes, weight %.3f, precision at 1/3/5 %s %%",
          description.family(), description.formatVersion(), description.fileBytes(), combination.weights().get(number), quality.inWords()));
    }
    findings.put("mean of members", String.format(Locale.ROOT, "precision at 1/3/5 %s %%, expected calibration error %.4f, cross-validated in %d parts of %,d texts",
        ensemble.inWords(), ensemble.calibrationError(), PARTS, texts.size()));
    final TrainedModel.Outcome outcome = new TrainedModel.Outcome(
        members.all().size() + " members combined", Duration.ofNanos(System.nanoTime() - start),
        "precision at 1/3/5 " + ensemble.inWords() + " %, cross-validated; members alone " + String.join(" and ", alone));
    return new TrainedEnsemble(members, members.file(combination), outcome, findings);
  }

  private static List<ScoredText> texts(final ExampleSource source, final Members members, final int candidates)
      throws IOException, TrainingDataException, InterruptedException {
    final TextScoring scoring = new TextScoring(members, candidates);
    source.forEach(scoring);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (scoring.texts().size() < FEWEST_TEXTS) {
      throw new TrainingDataException("'" + source.name() + "' has " + scoring.texts().size() + " texts with a label that a member has, expected at least "
          + FEWEST_TEXTS + " to fit weights and scales to; do labels and members belong together?");
    }
    for (int number = 0; number < members.all().size(); number++) {
      requireRight(scoring.texts(), number, members.all().get(number), source.name());
    }
    return scoring.texts();
  }

  private static void requireRight(final List<ScoredText> texts, final int number, final Members.Member member, final String source)
      throws TrainingDataException {
    for (final ScoredText text : texts) {
      for (int at = 0; at < text.labels().length; at++) {
        if (text.right()[at] && !Float.isNaN(text.scores()[number][at])) {
          return;
        }
      }
    }
    throw new TrainingDataException("'" + member.path() + "' names no right label for any of " + texts.size() + " texts of '" + source
        + "'; are its labels spelled as there?");
  }

  private static Quality crossValidated(final List<ScoredText> texts, final int members, final int candidates) {
    final Quality quality = new Quality();
    for (int part = 0; part < PARTS; part++) {
      final List<ScoredText> fitted = new ArrayList<>();
      final List<ScoredText> measured = new ArrayList<>();
      for (int at = 0; at < texts.size(); at++) {
        (at % PARTS == part ? measured : fitted).add(texts.get(at));
      }
      final Quality.Scoring scoring = Quality.of(CombinationFit.of(fitted, members, candidates));
      measured.forEach(text -> quality.add(text, scoring));
    }
    return quality;
  }

  @Override
  public List<ModelForm> forms() {
    return List.of(new EnsembleForm());
  }

  /** Members are compressed one by one, by their own families, before the ensemble is made: how much each may lose shows in the weights. */
  @Override
  public Optional<Compression> compression() {
    return Optional.empty();
  }
}
