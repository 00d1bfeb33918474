package io.labelstream.train.autograd;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.labelstream.train.data.TrainingDataException;

/** The program that trains by gradients, which is optional. */
public final class PyTorch {
  private static final String NATIVE_LIBRARY = "native/lib/pytorch.properties";

  private PyTorch() {}

  /**
   * Loads its native library unless it is loaded.
   *
   * @param threads for its work from now on; with one, the same input gives the same result
   * @throws TrainingDataException if it is not on the class path, or cannot be loaded
   */
  public static void require(final int threads) throws TrainingDataException {
    // Without its native library it would ask servers for one.
    if (PyTorch.class.getClassLoader().getResource(NATIVE_LIBRARY) == null) {
      throw new TrainingDataException(message("it is not on the class path"));
    }
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    try {
      Engine.getEngine("PyTorch");
      JniUtils.setNumThreads(threads);
    } catch (final RuntimeException | LinkageError failure) {
      throw new TrainingDataException(message(failure.getMessage()), failure);
    }
  }

  private static String message(final String reason) {
    return "this training needs PyTorch, which cannot be used: " + reason
        + "; start by ./labelstream, which fetches it, or add pytorch-engine, pytorch-jni and pytorch-native-cpu of ai.djl.pytorch to the class path";
  }
}
