package io.labelstream.train.inception.family;

import io.labelstream.model.Metadata;
import io.labelstream.model.inception.file.InceptionFile;
import io.labelstream.model.matrix.file.Precision;
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
 * @param precision of the weights in a file
 * @param elapsed the duration of the training
 */
record TrainedInception(TrainedNetwork trained, Precision precision, Duration elapsed) implements TrainedModel {
  @Override
  public Outcome outcome() {
    return new Outcome(trained.epochs() + (trained.epochs() == 1 ? " epoch" : " epochs"), elapsed,
        trained.precisions().map(precisions -> precisions + " on texts held out").orElse(""));
  }

  @Override
  public Map<String, String> findings() {
    final Map<String, String> findings = new LinkedHashMap<>();
    findings.put("kept epoch", Integer.toString(trained.epochs()));
    trained.precisions().ifPresent(precisions -> findings.put(
        "when the epoch was chosen", String.format(Locale.ROOT, "%s on %,d texts held out", precisions, trained.validationTexts())));
    return findings;
  }

  @Override
  public long writeTo(final WritableByteChannel channel) throws IOException {
    return write(precision, channel);
  }

  @Override
  public long writeTo(final Settings settings, final WritableByteChannel channel) throws IOException {
    return write(settings.get(InceptionSettings.WEIGHT_PRECISION), channel);
  }

  private long write(final Precision form, final WritableByteChannel channel) throws IOException {
    return InceptionFile.write(trained.model(), Optional.empty(), Metadata.none(), form, channel);
  }

  @Override
  public void close() {
    // All is on the heap.
  }
}
