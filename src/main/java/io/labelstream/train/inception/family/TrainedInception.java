package io.labelstream.train.inception.family;

import io.labelstream.model.Metadata;
import io.labelstream.model.inception.InceptionModel;
import io.labelstream.model.inception.Shortlist;
import io.labelstream.model.inception.file.InceptionFile;
import io.labelstream.train.Settings;
import io.labelstream.train.TrainedModel;
import io.labelstream.train.inception.TrainedNetwork;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A network that was trained.
 *
 * @param settings of the training
 * @param elapsed the duration of the training
 */
record TrainedInception(TrainedNetwork trained, Settings settings, Duration elapsed) implements TrainedModel {
  @Override
  public Outcome outcome() {
    return new Outcome(trained.epochs() + (trained.epochs() == 1 ? " epoch" : " epochs"), elapsed,
        trained.measure().map(measure -> measure.precisions() + " on texts held out").orElse(""));
  }

  @Override
  public Map<String, String> findings() {
    final Map<String, String> findings = new LinkedHashMap<>();
    findings.put("kept epoch", Integer.toString(trained.epochs()));
    trained.measure().ifPresent(measure -> findings.put(
        "when the epoch was chosen", String.format(Locale.ROOT, "%s on %,d texts held out", measure.precisions(), trained.validationTexts())));
    trained.model().shortlist().ifPresent(shortlist -> {
      findings.put("shortlist in training", String.format(Locale.ROOT, "%,d of %,d clusters", shortlist.kept(), shortlist.clusters().output().bias().length));
      trained.measure().ifPresent(measure -> findings.put("shortlist recall on texts held out", measure.recallInWords()));
    });
    return findings;
  }

  @Override
  public long writeTo(final WritableByteChannel channel) throws IOException {
    return writeTo(settings, channel);
  }

  @Override
  public long writeTo(final Settings other, final WritableByteChannel channel) throws IOException {
    return InceptionFile.write(served(other), Optional.empty(), Metadata.none(), other.get(InceptionSettings.WEIGHT_PRECISION), channel);
  }

  private InceptionModel served(final Settings other) {
    final InceptionModel model = trained.model();
    if (model.shortlist().isEmpty()) {
      return model;
    }
    final Shortlist shortlist = model.shortlist().get();
    final int kept = other.find(ShortlistOptions.SERVED).orElse(shortlist.kept());
    return model.with(new Shortlist(shortlist.clusters(), shortlist.clusterOf(), kept, shortlist.ranking()));
  }

  @Override
  public void close() {
    // All is on the heap.
  }
}
