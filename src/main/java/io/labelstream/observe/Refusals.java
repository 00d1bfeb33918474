package io.labelstream.observe;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics that cannot be shown, each named once in the log. Thread-safe. */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final Set<String> meters = ConcurrentHashMap.newKeySet();

  void refuse(final String meter, final String reason) {
    if (meters.add(meter)) {
      LOG.atWarn().addKeyValue("meter", meter).addKeyValue("reason", reason).log("a metric cannot be shown");
    }
  }

  /** How many there are. */
  int count() {
    return meters.size();
  }
}
