package io.labelstream.rollout.fleet;

import io.labelstream.rollout.kafka.ReadingProgress;

/** Is told how far one reading of a topic has come, until it is closed when the reading is over. */
public interface TopicReading extends ReadingProgress, AutoCloseable {
  @Override
  void close();
}
