package io.labelstream.train;

import java.util.function.Consumer;

/** Watches a compression: receives each stage when it is over. Called by the thread that compresses. */
@FunctionalInterface
public interface CompressionListener extends Consumer<CompressionStage> {
  /** Takes the state of the work, a few times a second. Families whose compression takes only a moment do not tell it. */
  default void at(final Progress.State state) {}
}
