package io.labelstream.rollout.kafka;

import io.labelstream.rollout.kafka.FleetView.ConfigDiffers;
import io.labelstream.rollout.kafka.SharedConfig.Difference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The other instances of an instance's application, and processes with its own name, as the status topic tells them when it is read in its order. Not
 * thread-safe.
 *
 * <p>An instance that has stopped is forgotten; one that is silent does not count. The order of the topic, not a clock, shows that two processes with one name
 * live at the same time: a sign of life of the other one follows one of our own. A sign of life before our first may be of a process that ended before we
 * began.
 */
final class Peers {
  /** The most instances that are kept, since anybody who may write to the topic can make up any number; the one that was heard of least recently gives way. */
  private static final int MOST = 2_000;

  private final String instance;
  private final String application;
  private final String token;
  private final SequencedMap<String, InstanceState> others = new LinkedHashMap<>();
  private Optional<InstanceState> namesake = Optional.empty();
  private Order order = Order.BEFORE_OURS;

  /** The place of the namesake's latest sign of life among our own. */
  private enum Order {
    BEFORE_OURS,
    OURS_SEEN,
    AFTER_OURS
  }

  /**
   * For one process of an instance.
   *
   * @param token the token of this process
   */
  Peers(final String instance, final String application, final String token) {
    this.instance = instance;
    this.application = application;
    this.token = token;
  }

  /** Takes the next sign of life on the topic, under a key. */
  void take(final String key, final InstanceState state) {
    if (!key.equals(state.instance()) || !StatusPublisher.INSTANCE.matcher(key).matches()) {
      return;
    }
    if (key.equals(instance)) {
      takeOwn(state);
    } else if (state.application().equals(application)) {
      others.putLast(key, state);
      if (others.size() > MOST) {
        others.pollFirstEntry();
      }
    }
  }

  private void takeOwn(final InstanceState state) {
    if (!state.token().equals(token)) {
      namesake = Optional.of(state);
      order = order == Order.BEFORE_OURS ? Order.BEFORE_OURS : Order.AFTER_OURS;
    } else if (order == Order.BEFORE_OURS) {
      order = Order.OURS_SEEN;
    }
  }

  /** Takes the next deletion on the topic: that instance has stopped. */
  void remove(final String key) {
    others.remove(key);
    if (key.equals(instance)) {
      namesake = Optional.empty();
    }
  }

  /** The latest sign of life of a process with our name that may live, be it before or after our first. */
  Optional<InstanceState> namesake(final Instant now) {
    return namesake.filter(state -> state.liveness(now) == InstanceState.Liveness.ALIVE);
  }

  /** The view at a moment. */
  FleetView view(final SharedConfig ours, final Instant now) {
    others.values().removeIf(other -> other.liveness(now) == InstanceState.Liveness.SILENT);
    final List<ConfigDiffers> differing = new ArrayList<>();
    for (final Map.Entry<String, InstanceState> other : others.entrySet()) {
      final List<Difference> differences = ours.differences(other.getValue().config());
      if (!differences.isEmpty()) {
        differing.add(new ConfigDiffers(other.getKey(), differences));
      }
    }
    differing.sort((one, two) -> one.instance().compareTo(two.instance()));
    return new FleetView(others.size(), differing, order == Order.AFTER_OURS ? namesake(now) : Optional.empty());
  }
}
