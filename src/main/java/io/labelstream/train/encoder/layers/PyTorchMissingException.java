package io.labelstream.train.encoder.layers;

import java.io.IOException;

/** PyTorch, which trains layers, is not on the class path or cannot be loaded. */
public final class PyTorchMissingException extends IOException {
  private static final long serialVersionUID = 1L;

  PyTorchMissingException(final Throwable cause) {
    super("layers are trained by PyTorch, which is not there (" + cause.getMessage() + "): start by ./labelstream, which fetches it, or add ai.djl.pytorch:pytorch-engine, "
        + "pytorch-jni and pytorch-native-cpu to the class path", cause);
  }
}
