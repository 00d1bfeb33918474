package io.labelstream.rollout.fleet;

import io.labelstream.model.VersionId;
import io.labelstream.rollout.ModelState;
import io.labelstream.rollout.control.ControlLog;
import io.labelstream.rollout.control.Entry;
import io.labelstream.rollout.control.TimeSpan;
import io.labelstream.rollout.kafka.InstanceState;
import io.labelstream.rollout.kafka.StatusReader.Fleet;
import io.labelstream.rollout.kafka.VersionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fleet at one moment.
 *
 * @param now the moment
 * @param lead the lead by which effective times are computed
 * @param fleet the instances and their versions
 * @param log the control log, without base versions
 * @param controlEnd the offset after the last record of the control topic
 * @param only the one slot that is asked for; empty: all
 */
public record FleetReport(Instant now, FleetLead lead, Fleet fleet, ControlLog log, long controlEnd, Optional<String> only) {
  private static final Set<String> ABLE = Set.of(ModelState.READY.code(), ModelState.ACTIVE.code());

  /** The instances that have a slot that is asked for. */
  public List<InstanceState> instances() {
    return fleet.instances().stream().filter(instance -> only.map(instance.slots()::contains).orElse(true)).toList();
  }

  /** Those of them that give signs of life. */
  public List<InstanceState> live() {
    return Instances.live(fleet, now).stream().filter(instance -> only.map(instance.slots()::contains).orElse(true)).toList();
  }

  /** The parts that live instances of one application have configured differently. */
  public List<ConfigConflict> conflicts() {
    return ConfigConflict.of(live());
  }

  /** The slots that are asked for, from instances and announcements. */
  public SortedSet<String> slots() {
    final SortedSet<String> slots = new TreeSet<>(log.slots());
    fleet.instances().forEach(instance -> slots.addAll(instance.slots()));
    only.ifPresent(slot -> slots.removeIf(other -> !other.equals(slot)));
    return slots;
  }

  /** The number of records of the control topic that an instance has not read. */
  public long lag(final InstanceState instance) {
    return Math.max(0, controlEnd - instance.controlPosition());
  }

  /**
   * A version on one instance, as far as it is known.
   *
   * @param roles the most important first
   * @param instance empty where no live instance has the slot
   */
  public record OnInstance(VersionId id, List<Role> roles, String instance, Optional<VersionState> state) {
    /** True if every instance has to have it. */
    public boolean isNeeded() {
      return roles.stream().anyMatch(Role::isNeeded);
    }
  }

  /** The live instances that have a slot. */
  public List<InstanceState> owners(final String slot) {
    return Instances.live(fleet, slot, now);
  }

  /** The versions of a slot on the live instances: by version, those that count now first, and by instance. */
  public List<OnInstance> versions(final String slot) {
    final TimeSpan present = log.timeline(slot).at(now.toEpochMilli());
    final List<InstanceState> owners = owners(slot);
    final Map<VersionId, List<Entry>> entries = new LinkedHashMap<>();
    log.entries(slot).stream().sorted().forEach(entry -> entries.computeIfAbsent(entry.id(), _ -> new ArrayList<>()).add(entry));
    final Map<VersionId, Map<String, VersionState>> states = states(slot, owners);
    states.keySet().forEach(id -> entries.putIfAbsent(id, List.of()));
    final List<OnInstance> all = new ArrayList<>();
    entries.forEach((id, ofVersion) -> {
      final Map<String, VersionState> onInstances = states.getOrDefault(id, Map.of());
      final List<Role> roles = Role.of(present, ofVersion, id, onInstances.values().stream().anyMatch(Instances::isBase), now);
      final boolean needed = roles.stream().anyMatch(Role::isNeeded);
      final List<OnInstance> told = owners.stream()
          .map(owner -> new OnInstance(id, roles, owner.instance(), Optional.ofNullable(onInstances.get(owner.instance()))))
          .filter(version -> version.state().isPresent() || needed)
          .toList();
      all.addAll(told.isEmpty() && needed ? List.of(new OnInstance(id, roles, "", Optional.empty())) : told);
    });
    all.sort(Comparator.comparing(version -> version.roles().getFirst().rank()));
    return all;
  }

  /** A refusal, with the instances that report it. */
  public record Refusal(VersionState what, List<String> instances) {}

  /** Control records that live instances refuse, and faults of the control topic, the latest first. */
  public List<Refusal> refusals() {
    return ofLive()
        .filter(Instances::isRefusal)
        .filter(state -> !state.code().isEmpty() && (only.isEmpty() || state.slot().isEmpty() || state.slot().equals(only.get())))
        .collect(Collectors.groupingBy(FleetReport::kind, LinkedHashMap::new, Collectors.toList())).values().stream()
        .map(same -> new Refusal(same.getFirst(), same.stream().map(VersionState::instance).toList()))
        .sorted(Comparator.comparing((Refusal refusal) -> refusal.what().controlOffset().orElse(Long.MAX_VALUE)).reversed())
        .toList();
  }

  /** All that keeps live instances from labelling as they should now; empty: nothing. */
  public List<Lack> lacks() {
    final List<Lack> lacks = new ArrayList<>();
    if (live().isEmpty()) {
      lacks.add(new Lack.NoInstance(only));
    }
    for (final InstanceState instance : live()) {
      if (instance.control() != InstanceState.Currency.CAUGHT_UP) {
        lacks.add(new Lack.Behind(instance.instance()));
      }
      for (final String slot : instance.slots()) {
        if (only.map(slot::equals).orElse(true)) {
          lacks(instance, slot, lacks);
        }
      }
    }
    return List.copyOf(lacks);
  }

  private void lacks(final InstanceState instance, final String slot, final List<Lack> lacks) {
    final TimeSpan present = log.timeline(slot).at(now.toEpochMilli());
    final List<VersionId> needed = new ArrayList<>();
    present.live().map(Entry::id).ifPresent(needed::add);
    present.canary().map(Entry::id).ifPresent(needed::add);
    if (present.live().isEmpty()) {
      final Optional<VersionState> base = ofLive()
          .filter(state -> Instances.isBase(state) && state.instance().equals(instance.instance()) && state.slot().equals(slot)).findFirst();
      if (base.isEmpty()) {
        lacks.add(new Lack.NoVersion(instance.instance(), slot));
      } else {
        needed.add(id(base.get()));
      }
    }
    for (final VersionId id : needed) {
      final Optional<String> state = state(instance, slot, id).map(VersionState::state);
      if (state.filter(ABLE::contains).isEmpty()) {
        lacks.add(new Lack.NotReady(instance.instance(), slot, id, state));
      }
    }
  }

  /** The states that these instances report for the versions of a slot, by version and instance. */
  private Map<VersionId, Map<String, VersionState>> states(final String slot, final List<InstanceState> owners) {
    final Set<String> names = owners.stream().map(InstanceState::instance).collect(Collectors.toSet());
    final Map<VersionId, Map<String, VersionState>> states = new LinkedHashMap<>();
    fleet.versions().stream()
        .filter(state -> !Instances.isRefusal(state) && state.slot().equals(slot) && names.contains(state.instance()))
        .forEach(state -> states.computeIfAbsent(id(state), _ -> new HashMap<>()).putIfAbsent(state.instance(), state));
    return states;
  }

  private Optional<VersionState> state(final InstanceState instance, final String slot, final VersionId id) {
    return fleet.versions().stream()
        .filter(state -> state.instance().equals(instance.instance()) && state.slot().equals(slot) && !Instances.isRefusal(state)
            && id(state).equals(id))
        .findFirst();
  }

  private Stream<VersionState> ofLive() {
    final List<String> names = live().stream().map(InstanceState::instance).toList();
    return fleet.versions().stream().filter(state -> names.contains(state.instance()));
  }

  private static List<Object> kind(final VersionState refusal) {
    return List.of(refusal.controlOffset(), refusal.slot(), refusal.code());
  }

  private static VersionId id(final VersionState state) {
    return new VersionId(state.model(), state.version(), state.sha256());
  }
}
