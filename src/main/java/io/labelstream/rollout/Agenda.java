package io.labelstream.rollout;

import java.util.List;

/**
 * The actions that are due now, and when to plan again if nothing happens before.
 *
 * @param actions in the order in which to do them
 * @param next in epoch milliseconds; {@link Long#MAX_VALUE}: never
 */
record Agenda(List<Action> actions, long next) {
  Agenda {
    actions = List.copyOf(actions);
  }
}
