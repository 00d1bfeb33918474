package io.labelstream.rollout;

import java.util.List;

/**
 * The actions that are due now, and when to ask again if nothing happens before.
 *
 * @param actions in the order in which to do them
 * @param nextLook in epoch milliseconds; {@link Long#MAX_VALUE}: never
 */
record Agenda(List<Action> actions, long nextLook) {
  Agenda {
    actions = List.copyOf(actions);
  }
}
