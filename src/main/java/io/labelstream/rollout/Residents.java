package io.labelstream.rollout;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The open models of an instance, by digest. Belongs to the engine's thread. */
final class Residents {
  private final Map<String, Resident> open = new HashMap<>();

  /** The open model with this digest. */
  Optional<Resident> find(final String sha256) {
    return Optional.ofNullable(open.get(sha256));
  }

  /** Makes a version a user of a model. */
  void join(final Resident resident, final Version version) {
    open.put(resident.sha256(), resident);
    resident.users().add(version);
  }

  /** Ends a version's use of a model, which is closed with its last user. */
  void leave(final Resident resident, final Version version) {
    resident.users().remove(version);
    if (resident.users().isEmpty()) {
      open.remove(resident.sha256(), resident);
      resident.classifier().close();
    }
  }

  Collection<Resident> all() {
    return Collections.unmodifiableCollection(open.values());
  }

  long bytes() {
    return open.values().stream().mapToLong(Resident::bytes).sum();
  }

  /** Closes all models, whoever uses them. */
  void close() {
    List.copyOf(open.values()).forEach(resident -> resident.classifier().close());
    open.clear();
  }
}
