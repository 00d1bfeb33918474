package io.labelstream.cli.stream;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings that {@code run} and {@code topics} were given.
 *
 * @param files properties files, the later over the earlier
 * @param settings full keys
 * @param models {@code FILE} or {@code SLOT=FILE}
 */
record RunSettings(List<Path> files, Map<String, String> settings, Optional<String> bootstrapServers, List<String> models) {
  private static final Pattern SLOT_AND_FILE = Pattern.compile("(?<slot>[a-z0-9-]+)=(?<file>.+)", Pattern.DOTALL);

  /** All that overrides files and environment; the short options win over the long ones. */
  Map<String, String> overrides() {
    final Map<String, String> all = new HashMap<>(settings);
    bootstrapServers.ifPresent(servers -> all.put("kafka.bootstrap.servers", servers));
    for (final String model : models) {
      final Matcher both = SLOT_AND_FILE.matcher(model);
      if (both.matches()) {
        all.put("labelstream.slot." + both.group("slot") + ".model", both.group("file"));
      } else {
        all.put("labelstream.slot.default.model", model);
      }
    }
    return all;
  }
}
