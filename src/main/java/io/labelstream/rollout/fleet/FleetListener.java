package io.labelstream.rollout.fleet;

import java.io.IOException;

/** Is told what happens while something is done for the fleet, on the thread that does it. */
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
   * @throws IOException if it cannot be told on; whatever is being done ends then where it is
   */
  void on(FleetEvent event) throws IOException;

  /** The reading of a topic begins. */
  TopicReading reading();
}
