package io.labelstream.train.ensemble;

import io.labelstream.model.ensemble.EnsembleFile;
import io.labelstream.train.TrainedModel;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An ensemble that was made.
 *
 * @param members closed with this
 * @param file valid until then
 */
record TrainedEnsemble(Members members, EnsembleFile file, Outcome outcome, Map<String, String> findings) implements TrainedModel {
  TrainedEnsemble {
    findings = Collections.unmodifiableMap(new LinkedHashMap<>(findings));
  }

  @Override
  public long writeTo(final WritableByteChannel channel) throws IOException {
    return file.write(channel);
  }

  @Override
  public void close() {
    members.close();
  }
}
