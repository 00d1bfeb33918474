package io.labelstream.rollout.kafka;

/** Is told how far the reading of a topic has come, on the thread that reads. */
@FunctionalInterface
public interface ReadingProgress {
  /** Tells nobody. */
  ReadingProgress NONE = (_, _, _) -> { };

  /**
   * Some of it was read.
   *
   * @param topic the topic
   * @param done how many offsets of the partition have been read
   * @param all how many there are
   */
  void at(String topic, long done, long all);
}
