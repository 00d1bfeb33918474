package io.labelstream.rollout.fleet;

import java.io.IOException;

/** Is told the steps of an action on the fleet, on the thread that takes them. */
public interface FleetListener {
  /** Is told nothing. */
  FleetListener NONE = new FleetListener() {
    @Override
    public void on(final FleetEvent event) {}

    @Override
    public TopicReading reading() {
      return new TopicReading() {
        @Override
        public void at(final String topic, final long done, final long all) {}

        @Override
        public void close() {}
      };
    }
  };

  /**
   * Something has happened.
   *
   * @throws IOException if it cannot be passed on; the action then ends where it is
   */
  void on(FleetEvent event) throws IOException;

  /** The reading of a topic begins. */
  TopicReading reading();
}
