package io.labelstream.train.encoder.layers;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;

/** The native library, which is loaded once. */
final class PyTorch {
  private PyTorch() {}

  /**
   * Loads it if it is not loaded, with one thread, so that the same input gives the same result.
   *
   * @throws PyTorchMissingException if it is not there
   */
  static void require() throws PyTorchMissingException {
    // It must not fetch anything by itself.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    try {
      Engine.getEngine("PyTorch");
    } catch (final EngineException | IllegalArgumentException | LinkageError failure) {
      throw new PyTorchMissingException(failure);
    }
  }
}
