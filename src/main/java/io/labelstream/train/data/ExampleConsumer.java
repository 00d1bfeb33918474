package io.labelstream.train.data;

/** Takes the examples of an {@link ExampleSource}. */
@FunctionalInterface
public interface ExampleConsumer {
  /** Takes one example. Its bytes are valid only during the call, its labels also later. */
  void accept(Example example);
}
