package io.labelstream.model.ensemble;

import io.labelstream.model.ModelDescription;
import io.labelstream.model.ModelDescription.Part;
import io.labelstream.model.ModelDescription.Property;
import io.labelstream.model.ScoreMeaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Describes an ensemble by its file and those in it. */
final class EnsembleDescription {
  /** A curve is steeper only where scores are next to 0 or 1, and hardly differ between machines. */
  private static final float STEEPEST = 10f;

  private EnsembleDescription() {}

  static ModelDescription of(final EnsembleArtifact artifact, final List<Part> parts) {
    float tolerance = 0f;
    final List<Property> properties = new ArrayList<>();
    final Combination combination = artifact.file().combination();
    properties.add(new Property("members", Integer.toString(artifact.members().size())));
    for (int number = 0; number < artifact.members().size(); number++) {
      final ModelDescription member = artifact.members().get(number).description();
      tolerance = Math.max(tolerance, member.scoreTolerance());
      properties.add(new Property(EnsembleFile.member(number), String.format(Locale.ROOT, "%s/%d, %d labels, weight %.3f, %s",
          member.family(), member.formatVersion(), member.labels(), combination.weights().get(number), words(combination.curves().get(number)))));
    }
    properties.add(new Property("mean", words(combination.mean())));
    properties.add(new Property("candidates of a member", Integer.toString(combination.candidates())));
    properties.add(new Property("metadata", artifact.metadata().texts().isEmpty() ? "none" : String.join(", ", artifact.metadata().texts().keySet())));
    return new ModelDescription(
        EnsembleFile.FORM.family(),
        EnsembleFile.FORM.version(),
        artifact.bytes().size(),
        artifact.file().labels().size(),
        OptionalInt.empty(),
        ScoreMeaning.INDEPENDENT_PROBABILITY,
        tolerance * STEEPEST,
        properties,
        parts);
  }

  private static String words(final ScoreCurve curve) {
    return String.format(Locale.ROOT, "rise %.3f, fall %.3f, intercept %.3f", curve.rise(), curve.fall(), curve.intercept());
  }
}
